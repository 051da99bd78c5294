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
        ImmutableArray<BackendPort> ports = [.. manifest.Mapping("spec")?.Mappings("ports").Select(port => ReadPort(port, "port")) ?? []];
        return name is null ? null : new BackendService(@namespace, name, ports)
        {
            AllowRoutesFrom = manifest.Mapping("metadata")?.Mapping("annotations")?.Text(ServiceGrant.Annotation) ?? "",
        };
    }

    public static BackendEndpoints? ReadEndpoints(YamlMappingNode manifest, string kind)
    {
        (string @namespace, string? name) = Identity(manifest);
        if (kind == "Endpoints")
        {
            IEnumerable<EndpointGroup> groups = manifest.Mappings("subsets").Select(subset => new EndpointGroup(
                [.. subset.Mappings("ports").Select(port => ReadPort(port, "port"))],
                [.. subset.Mappings("addresses").Select(address => address.Text("ip")).OfType<string>()]));
            return name is null ? null : new BackendEndpoints(@namespace, name, name, [.. groups]);
        }

        string? service = manifest.Mapping("metadata")?.Mapping("labels")?.Text("kubernetes.io/service-name");
        EndpointGroup slice = new(
            [.. manifest.Mappings("ports").Select(port => ReadPort(port, "port"))],
            [.. manifest.Mappings("endpoints").Where(IsReady).SelectMany(endpoint => endpoint.Sequence("addresses")).OfType<YamlScalarNode>().Select(address => address.Value).OfType<string>()]);
        return name is null || service is null ? null : new BackendEndpoints(@namespace, service, name, [slice]);
    }

    // An unset condition counts as ready, as the API documents it.
    private static bool IsReady(YamlMappingNode endpoint) => endpoint.Mapping("conditions")?.Text("ready") != "false";

    private static BackendPort ReadPort(YamlMappingNode port, string numberKey) => new(
        port.Text("name") ?? "",
        int.TryParse(port.Text(numberKey), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0);

    private static (string Namespace, string? Name) Identity(YamlMappingNode manifest)
    {
        YamlMappingNode? metadata = manifest.Mapping("metadata");
        return (metadata?.Text("namespace") ?? "default", metadata?.Text("name"));
    }
}
