using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Settings;

/// <summary>Where requests may be sent. Folders are the operator's own and need none of this.</summary>
internal sealed class UpstreamOptions
{
    /// <summary>Namespaces whose routes may name URLs and Services of type ExternalName; <c>*</c> is all.</summary>
    public IReadOnlyList<string> UrlNamespaces { get; set; } = [];

    /// <summary>Addresses that upstreams of a cluster may have although they are loopback, link-local, metadata or the API server.</summary>
    public IReadOnlyList<AddressRange> AllowAddresses { get; set; } = [];

    public bool AllowsUrls(string @namespace) => UrlNamespaces.Contains(@namespace, StringComparer.Ordinal) || UrlNamespaces.Contains("*", StringComparer.Ordinal);
}
