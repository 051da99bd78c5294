using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using EdgeStack.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Upstreams;

/// <summary>
/// Turns a reference into endpoints: Service port (name or number) -> endpoint port of the same name -> ready addresses; while there are
/// none, those that are on their way out and still serve.
/// </summary>
public static class UpstreamResolver
{
    /// <param name="reference">What the route names.</param>
    /// <param name="service">The Service of that name, or null when there is none.</param>
    /// <param name="endpoints">Every endpoints object of that Service.</param>
    /// <param name="rules">Where requests must not go.</param>
    public static Upstream Resolve(ServiceReference reference, BackendService? service, IEnumerable<BackendEndpoints> endpoints, DestinationRules? rules = null) => reference switch
    {
        ServiceReference.Origin origin => new Upstream(origin.ToString(), [origin.ToString()], null),
        ServiceReference.Port port when service is null => Without(port, $"there is no Service '{port.Service}' in namespace '{port.Namespace}'"),
        ServiceReference.Port port when service.Scheme is { } written && !SchemeNames.All.Contains(written) =>
            Without(port, $"Service '{port.Namespace}/{port.Service}' has the annotation {SchemeNames.Annotation} with '{written}', which is none of http, https, h2c"),
        ServiceReference.Port port when service.ExternalName is { } name => ResolveName(port, service, name, rules ?? DestinationRules.Open),
        ServiceReference.Port port => Resolve(port, service, [.. endpoints], rules ?? DestinationRules.Open),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private static Upstream Resolve(ServiceReference.Port reference, BackendService service, ImmutableArray<BackendEndpoints> endpoints, DestinationRules rules)
    {
        BackendPort? port = FindPort(service, reference.PortName);
        // A headless Service need not list ports: then a number is the pods' own.
        int ownPort = port is null && service.Ports.IsEmpty ? Number(reference.PortName) ?? 0 : 0;
        if (port is null && ownPort == 0)
            return WithoutPort(reference, service);

        string scheme = SchemeOf(service, port ?? new BackendPort("", ownPort));
        string? refusal = null;
        ImmutableArray<string> origins = Origins(group => group.ReadyAddresses);
        if (origins.IsEmpty && refusal is null)
            origins = Origins(group => group.TerminatingAddresses);
        return !origins.IsEmpty ? new Upstream(reference.ToString(), origins, null)
            : Without(reference, refusal is not null
                ? $"every endpoint of Service '{reference.Namespace}/{reference.Service}' is refused: {refusal}"
                : $"Service '{reference.Namespace}/{reference.Service}' has no ready endpoint for port '{reference.PortName}'");

        ImmutableArray<string> Origins(Func<EndpointGroup, ImmutableArray<string>> addresses) =>
        [
            .. (from slice in endpoints
                from set in slice.Groups
                from number in ownPort > 0 ? [ownPort] : set.Ports.Where(one => one.Name == port!.Name).Select(one => one.Number)
                from address in addresses(set)
                where IsAllowed(service, slice, address, number)
                select Origin(scheme, address, number)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];

        bool IsAllowed(BackendService of, BackendEndpoints slice, string address, int number)
        {
            // A slice may hold names instead of addresses: that is an ExternalName by another way.
            string? why = !IPAddress.TryParse(address, out _) && slice.FromCluster && !rules.AllowsUrls(of.Namespace) ? NotAllowed(of)
                : rules.RefusalOf(address, number, slice.FromCluster);
            refusal ??= why;
            return why is null;
        }
    }

    private static Upstream ResolveName(ServiceReference.Port reference, BackendService service, string name, DestinationRules rules)
    {
        BackendPort? port = FindPort(service, reference.PortName) ?? (Number(reference.PortName) is { } number ? new BackendPort("", number) : null);
        if (port is null)
            return WithoutPort(reference, service);
        string host = name.TrimEnd('.');
        string? refusal = Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic ? $"'{host}' is not a host name"
            : service.FromCluster && !rules.AllowsUrls(service.Namespace) ? NotAllowed(service)
            : rules.RefusalOf(host, port.Number, service.FromCluster);
        return refusal is null
            ? new Upstream(reference.ToString(), [Origin(SchemeOf(service, port), host, port.Number)], null)
            : Without(reference, $"Service '{reference.Namespace}/{reference.Service}' of type ExternalName is refused: {refusal}");
    }

    private static string NotAllowed(BackendService service) =>
        $"Services of namespace '{service.Namespace}' may not stand for a name; the operator can allow it: upstreams.urlNamespaces: [{service.Namespace}]";

    private static string SchemeOf(BackendService service, BackendPort port) => service.Scheme ?? (port.Number == 443 || port.Name.StartsWith("https", StringComparison.Ordinal) ? SchemeNames.Https : SchemeNames.Http);

    private static string Origin(string scheme, string address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{scheme}://{(address.Contains(':') ? $"[{address}]" : address)}:{port}");

    private static BackendPort? FindPort(BackendService service, string nameOrNumber) => Number(nameOrNumber) is { } number
        ? service.Ports.FirstOrDefault(port => port.Number == number)
        : service.Ports.FirstOrDefault(port => port.Name == nameOrNumber);

    private static int? Number(string port) => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static Upstream WithoutPort(ServiceReference.Port reference, BackendService service)
    {
        string[] known = [.. service.Ports.SelectMany(port => (string[])[port.Name, port.Number.ToString(CultureInfo.InvariantCulture)]).Where(name => name is not "")];
        string hint = NearestName.Suggestion(reference.PortName, known) is { } suggestion && known.Length > 0 ? $"; {suggestion}" : "";
        return Without(reference, $"Service '{reference.Namespace}/{reference.Service}' has no port '{reference.PortName}'{hint}");
    }

    private static Upstream Without(ServiceReference.Port reference, string fault) => new(reference.ToString(), [], fault);
}
