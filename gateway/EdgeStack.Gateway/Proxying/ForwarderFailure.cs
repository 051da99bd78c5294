using EdgeStack.Gateway.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Names for the ways in which forwarding fails: a closed list, for labels and logs.</summary>
internal static class ForwarderFailure
{
    private static readonly Dictionary<ForwarderError, string> Names = Enum.GetValues<ForwarderError>().ToDictionary(error => error, error => error.ToString());

    public static string Name(ForwarderError error) => Names[error];

    /// <summary>The name with the cause that the network gave: <c>Request: ConnectionRefused</c>.</summary>
    public static string Describe(ForwarderError error, Exception? fault)
    {
        string name = Name(error);
        return FailureCause.Of(fault) is { } cause ? $"{name}: {cause}" : name;
    }
}
