namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Where the command line keeps what it has to remember, for this user alone: <c>~/.config/edgestack</c>.</summary>
/// <param name="Path">Full path; it may not exist yet.</param>
internal sealed record OwnerFolder(string Path)
{
    /// <summary>The token for Cloudflare's API.</summary>
    public string ApiToken => System.IO.Path.Combine(Path, "cloudflare-token");

    /// <summary>The tunnel's credentials, which the gateway needs.</summary>
    public string TunnelCredentials => System.IO.Path.Combine(Path, "tunnel-credentials.json");

    /// <param name="configuration">What <c>XDG_CONFIG_HOME</c> says; null, empty and relative paths do not count.</param>
    /// <param name="home">The user's home.</param>
    public static OwnerFolder Of(string? configuration, string home) =>
        new(System.IO.Path.Combine(System.IO.Path.IsPathFullyQualified(configuration ?? "") ? configuration! : System.IO.Path.Combine(home, ".config"), "edgestack"));
}
