using System.Net.Http;
using System.Net.Sockets;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Why an upstream could not be asked, in a few words. Never a foreign exception's text, which may hold data.</summary>
internal static class FailureCause
{
    /// <summary>What the network, or we, gave as the cause; null when there is none.</summary>
    public static string? Of(Exception? fault)
    {
        HttpRequestError kind = HttpRequestError.Unknown;
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is RefusedDestinationException or UpstreamTlsException)
                return cause.Message;
            if (cause is SocketException socket)
                return socket.SocketErrorCode.ToString();
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http)
                kind = http.HttpRequestError;
        }

        return kind == HttpRequestError.Unknown ? null : kind.ToString();
    }
}
