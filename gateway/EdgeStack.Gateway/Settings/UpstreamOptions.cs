namespace EdgeStack.Gateway.Settings;

/// <summary>Where requests may be sent. Folders are the operator's own and need none of this.</summary>
internal sealed class UpstreamOptions
{
    /// <summary>Namespaces whose routes may name URLs and Services of type ExternalName; <c>*</c> is all.</summary>
    public IReadOnlyList<string> UrlNamespaces { get; set; } = [];

    public bool AllowsUrls(string @namespace) => UrlNamespaces.Contains(@namespace, StringComparer.Ordinal) || UrlNamespaces.Contains("*", StringComparer.Ordinal);
}
