using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads Service, Endpoints and EndpointSlice manifests, for folders without a cluster.</summary>
internal static class BackendManifests
{
    public static BackendService? ReadService(YamlMappingNode manifest)
    {
        (string @namespace, string? name) = Identity(manifest);
        YamlMappingNode? spec = manifest.Mapping("spec");
        ImmutableArray<BackendPort> ports = [.. spec?.Mappings("ports").Where(IsTcp).Select(ReadPort) ?? []];
        return name is null ? null : new BackendService(@namespace, name, ports)
        {
            Scheme = manifest.Mapping("metadata")?.Mapping("annotations")?.Text(SchemeNames.Annotation),
            AllowRoutesFrom = manifest.Mapping("metadata")?.Mapping("annotations")?.Text(ServiceGrant.Annotation) ?? "",
            ExternalName = spec?.Text("type") == "ExternalName" ? spec.Text("externalName") : null,
        };
    }

    public static BackendEndpoints? ReadEndpoints(YamlMappingNode manifest, string kind)
    {
        (string @namespace, string? name) = Identity(manifest);
        if (kind == "Endpoints")
        {
            IEnumerable<EndpointGroup> groups = manifest.Mappings("subsets").Select(subset => new EndpointGroup(
                [.. subset.Mappings("ports").Select(ReadPort)],
                [.. subset.Mappings("addresses").Select(address => address.Text("ip")).OfType<string>()]));
            return name is null ? null : new BackendEndpoints(@namespace, name, name, [.. groups]);
        }

        string? service = manifest.Mapping("metadata")?.Mapping("labels")?.Text("kubernetes.io/service-name");
        YamlMappingNode[] endpoints = [.. manifest.Mappings("endpoints")];
        EndpointGroup slice = new(
            [.. manifest.Mappings("ports").Where(IsTcp).Select(ReadPort)],
            [.. endpoints.Where(IsReady).Select(FirstAddress).OfType<string>()])
        {
            TerminatingAddresses = [.. endpoints.Where(IsDraining).Select(FirstAddress).OfType<string>()],
        };
        return name is null || service is null ? null : new BackendEndpoints(@namespace, service, name, [slice]);
    }

    // An unset condition counts as ready, as the API documents it; so does serving, which is as ready where it is unset.
    private static bool IsReady(YamlMappingNode endpoint) => endpoint.Mapping("conditions")?.Text("ready") != "false";

    private static bool IsDraining(YamlMappingNode endpoint) => !IsReady(endpoint)
        && endpoint.Mapping("conditions") is { } conditions && conditions.Text("serving") == "true" && conditions.Text("terminating") == "true";

    // The others are no more than other names of the first, as the API documents it.
    private static string? FirstAddress(YamlMappingNode endpoint) => (endpoint.Sequence("addresses").FirstOrDefault() as YamlScalarNode)?.Value;

    private static bool IsTcp(YamlMappingNode port) => port.Text("protocol") is null or "TCP";

    private static BackendPort ReadPort(YamlMappingNode port) => new(
        port.Text("name") ?? "",
        int.TryParse(port.Text("port"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0);

    private static (string Namespace, string? Name) Identity(YamlMappingNode manifest)
    {
        YamlMappingNode? metadata = manifest.Mapping("metadata");
        return (metadata?.Text("namespace") ?? "default", metadata?.Text("name"));
    }
}
