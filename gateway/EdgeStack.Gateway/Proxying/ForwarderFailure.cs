using System.Net.Http;
using System.Net.Sockets;
using EdgeStack.Gateway.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Names for the ways in which forwarding fails: a closed list, for labels and logs.</summary>
internal static class ForwarderFailure
{
    private static readonly Dictionary<ForwarderError, string> Names = Enum.GetValues<ForwarderError>().ToDictionary(error => error, error => error.ToString());

    public static string Name(ForwarderError error) => Names[error];

    /// <summary>The name with the cause that the network gave: <c>Request: ConnectionRefused</c>. Never a foreign exception's text, which may hold data.</summary>
    public static string Describe(IForwarderErrorFeature failure)
    {
        string name = Name(failure.Error);
        for (Exception? cause = failure.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is RefusedDestinationException refused)
                return $"{name}: {refused.Message}";
            if (cause is UpstreamTlsException tls)
                return $"{name}: {tls.Message}";
            if (cause is SocketException socket)
                return $"{name}: {socket.SocketErrorCode}";
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http && cause.InnerException is null)
                return $"{name}: {http.HttpRequestError}";
        }

        return name;
    }
}
