using EdgeStack.Kubernetes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Upstreams;
using EndpointGroup = EdgeStack.Routes.Upstreams.EndpointGroup;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Kubernetes objects in the words of routing.</summary>
internal static class KubernetesItems
{
    public static SourceItem Routes(ConfigMap map) =>
        new SourceItem.Routes(RouteObject.OfConfigMap(map.Meta.Namespace, map.Meta.Name, map.Data) with { Created = map.Meta.Created })
        { Uid = map.Meta.Uid, ResourceVersion = map.Meta.ResourceVersion };

    public static SourceItem Service(Service service) => new SourceItem.Service(new BackendService(
        service.Meta.Namespace, service.Meta.Name, [.. service.Ports.Where(port => port.Protocol == "TCP").Select(port => new BackendPort(port.Name, port.Port))])
    {
        AllowRoutesFrom = service.Meta.Annotations.GetValueOrDefault(ServiceGrant.Annotation, ""),
        ExternalName = service.Type == "ExternalName" ? service.ExternalName : null,
        Scheme = service.Meta.Annotations.GetValueOrDefault(SchemeNames.Annotation),
        FromCluster = true,
    })
    { Uid = service.Meta.Uid };

    public static SourceItem Endpoints(ServiceEndpoints endpoints) => new SourceItem.Endpoints(new BackendEndpoints(
        endpoints.Meta.Namespace, endpoints.ServiceName, endpoints.Meta.Name,
        [.. endpoints.Groups.Select(group => new EndpointGroup(
            [.. group.Ports.Select(port => new BackendPort(port.Name, port.Port))],
            [.. group.Addresses.Where(address => address.Ready).Select(address => address.Address)])
        {
            TerminatingAddresses = [.. group.Addresses.Where(address => !address.Ready && address is { Serving: true, Terminating: true }).Select(address => address.Address)],
        })])
    {
        FromCluster = true,
    });
}
