using System.Collections.Frozen;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Where the API server listens: as it is configured, and as the Service <c>default/kubernetes</c> says where that is watched.</summary>
/// <param name="configured">The configured address; null without a cluster. Asked late: without a cluster's configuration it fails.</param>
internal sealed class ApiServerAddresses(Lazy<Uri?> configured)
{
    public const string Namespace = "default", Service = "kubernetes";

    private volatile FrozenSet<(string Host, int Port)> _learned = [];

    public bool Includes(string host, int port) =>
        (configured.Value is { } server && server.Port == port && server.Host.Trim('[', ']').Equals(host, StringComparison.OrdinalIgnoreCase))
        || _learned.Contains((host, port));

    public void Learn(IEnumerable<BackendEndpoints> endpoints) => _learned =
    [
        .. from slice in endpoints
           from set in slice.Groups
           from port in set.Ports
           from address in set.ReadyAddresses.Concat(set.TerminatingAddresses)
           select (address, port.Number),
    ];
}
