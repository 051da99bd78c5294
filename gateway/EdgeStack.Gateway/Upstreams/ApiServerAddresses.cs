using System.Collections.Frozen;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Where the API server listens: as it is configured, and as it says itself, by the endpoints of its Service <c>default/kubernetes</c>.</summary>
/// <param name="configured">The configured address; null without a cluster. Asked late: without a cluster's configuration it fails.</param>
internal sealed class ApiServerAddresses(Lazy<Uri?> configured)
{
    public const string Namespace = "default", Service = "kubernetes";

    private volatile FrozenSet<(string Host, int Port)> _learned = [];

    public bool Includes(string host, int port) =>
        (configured.Value is { } server && server.Port == port && server.Host.Trim('[', ']').Equals(host, StringComparison.OrdinalIgnoreCase))
        || _learned.Contains((host, port));

    /// <returns>True when there are others than before.</returns>
    public bool Learn(IEnumerable<BackendEndpoints> endpoints)
    {
        FrozenSet<(string Host, int Port)> before = _learned;
        _learned =
        [
            .. from slice in endpoints
               from set in slice.Groups
               from port in set.Ports
               from address in set.ReadyAddresses.Concat(set.TerminatingAddresses)
               select (address, port.Number),
        ];
        return !before.SetEquals(_learned);
    }
}
