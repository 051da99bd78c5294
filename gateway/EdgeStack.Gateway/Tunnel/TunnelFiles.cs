namespace EdgeStack.Gateway.Tunnel;

/// <summary>What lies in the tunnel's folder.</summary>
/// <param name="Folder">Full path.</param>
internal sealed record TunnelFiles(string Folder)
{
    public string Configuration => Path.Combine(Folder, "config.yml");

    /// <summary>The token alone, for cloudflared to read; never more than one owner may.</summary>
    public string Token => Path.Combine(Folder, "token");

    public string Pid => Path.Combine(Folder, "cloudflared.pid");

    /// <summary>Which process we have started last: see <see cref="FormerProcess"/>.</summary>
    public string Process => Path.Combine(Folder, "process");
}
