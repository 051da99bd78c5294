namespace EdgeStack.Routes.Upstreams;

/// <summary>A Secret with the certificates of authorities.</summary>
public sealed record CaSecret(string Namespace, string Name)
{
    /// <summary>The key that holds them, in PEM.</summary>
    public const string Key = "ca.crt";
}
