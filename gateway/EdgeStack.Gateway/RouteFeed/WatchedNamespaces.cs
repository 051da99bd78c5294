using System.Collections.Immutable;
using EdgeStack.Gateway.Settings;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Where routes and Services come from.</summary>
/// <param name="OfCluster">Namespaces that are watched; empty without a cluster.</param>
/// <param name="HasFolders">True when folders are read too: any namespace can stand in them.</param>
internal sealed record WatchedNamespaces(ImmutableArray<string> OfCluster, bool HasFolders)
{
    /// <summary>True when routes of a cluster's namespace meet those of others.</summary>
    public bool ShareHosts => OfCluster.Length > 1 || (OfCluster.Length == 1 && HasFolders);

    public bool Includes(string @namespace) => HasFolders || OfCluster.Contains(@namespace, StringComparer.Ordinal);

    public static WatchedNamespaces Of(IServiceProvider provider, GatewayOptions options)
    {
        ImmutableArray<string> ofCluster = !options.UsesKubernetes ? []
            : options.Kubernetes.Namespaces.Count > 0 ? [.. options.Kubernetes.Namespaces]
            : [provider.GetRequiredService<KubernetesApi>().Namespace];
        return new WatchedNamespaces(ofCluster, options.Routes.Count > 0);
    }
}
