namespace EdgeStack.Gateway.Settings;

/// <summary>The tunnel to Cloudflare; off unless a mode is set.</summary>
internal sealed class TunnelOptions
{
    public TunnelMode Mode { get; set; }

    /// <summary>A path, or a name that is looked for on PATH.</summary>
    public string Binary { get; set; } = "cloudflared";

    /// <summary>For this user alone: configuration, copy of the token, process number, and the socket unless another is named.</summary>
    public string Folder { get; set; } = "/run/edgestack/tunnel";

    /// <summary>File with the tunnel's token, or with the command that Cloudflare shows.</summary>
    public string? TokenFile { get; set; }

    /// <summary>File with the tunnel's credentials, as <c>cloudflared tunnel create</c> writes it.</summary>
    public string? CredentialsFile { get; set; }

    /// <summary>Address of the metrics of a cloudflared that somebody else runs.</summary>
    public Uri? MetricsUrl { get; set; }

    /// <summary>The host that visitors of a free tunnel ask for, instead of its random name, which no route knows.</summary>
    public string? QuickHost { get; set; }

    public TunnelProtocol Protocol { get; set; }

    /// <summary>How long requests may take to finish when cloudflared is stopped; at most three minutes, which is its own limit.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether cloudflared is a child of this program.</summary>
    public bool IsOurs => Mode is not (TunnelMode.Off or TunnelMode.External);
}
