namespace EdgeStack.Routes.Upstreams;

/// <summary>How the certificate of an upstream is checked.</summary>
public sealed record UpstreamTls
{
    public static readonly UpstreamTls Default = new();

    /// <summary>False takes any certificate.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>The name to ask for and to expect; null for that of the request's Host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Where the authorities are that count; null for those of the machine.</summary>
    public CaSecret? CaSecret { get; init; }
}
