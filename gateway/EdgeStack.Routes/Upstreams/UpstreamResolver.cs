using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Upstreams;

/// <summary>Turns a reference into endpoints: Service port (name or number) -> endpoint port of the same name -> ready addresses.</summary>
public static class UpstreamResolver
{
    /// <param name="reference">What the route names.</param>
    /// <param name="service">The Service of that name, or null when there is none.</param>
    /// <param name="endpoints">Every endpoints object of that Service.</param>
    public static Upstream Resolve(ServiceReference reference, BackendService? service, IEnumerable<BackendEndpoints> endpoints) => reference switch
    {
        ServiceReference.Origin origin => new Upstream(origin.ToString(), [origin.ToString()], null),
        ServiceReference.Port port => Resolve(port, service, endpoints),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private static Upstream Resolve(ServiceReference.Port reference, BackendService? service, IEnumerable<BackendEndpoints> endpoints)
    {
        if (service is null)
            return Without(reference, $"there is no Service '{reference.Service}' in namespace '{reference.Namespace}'");
        if (FindPort(service, reference.PortName) is not { } port)
            return Without(reference, $"Service '{reference.Namespace}/{reference.Service}' has no port '{reference.PortName}'{PortHint(service, reference)}");

        string scheme = port.Number == 443 || port.Name.StartsWith("https", StringComparison.Ordinal) ? "https" : "http";
        ImmutableArray<string> origins =
        [
            .. from slice in endpoints
               from set in slice.Groups
               from setPort in set.Ports
               where setPort.Name == port.Name
               from address in set.ReadyAddresses
               select $"{scheme}://{(address.Contains(':') ? $"[{address}]" : address)}:{setPort.Number}",
        ];
        return origins.IsEmpty
            ? Without(reference, $"Service '{reference.Namespace}/{reference.Service}' has no ready endpoint for port '{reference.PortName}'")
            : new Upstream(reference.ToString(), [.. origins.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], null);
    }

    private static BackendPort? FindPort(BackendService service, string nameOrNumber) =>
        int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? service.Ports.FirstOrDefault(port => port.Number == number)
            : service.Ports.FirstOrDefault(port => port.Name == nameOrNumber);

    private static string PortHint(BackendService service, ServiceReference.Port reference)
    {
        string[] known = [.. service.Ports.SelectMany(port => (string[])[port.Name, port.Number.ToString(CultureInfo.InvariantCulture)]).Where(name => name is not "")];
        return NearestName.Suggestion(reference.PortName, known) is { } suggestion ? $"; {suggestion}" : "";
    }

    private static Upstream Without(ServiceReference.Port reference, string fault) => new(reference.ToString(), [], fault);
}
