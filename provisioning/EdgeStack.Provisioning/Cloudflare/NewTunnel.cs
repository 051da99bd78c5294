namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What a new tunnel is asked for with.</summary>
/// <param name="Name">Its name, of which there is one in an account.</param>
/// <param name="TunnelSecret">Base64 of 32 bytes or more. A secret.</param>
/// <param name="ConfigSrc"><c>local</c>: the rules are ours.</param>
internal sealed record NewTunnel(string Name, string TunnelSecret, string ConfigSrc)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"tunnel {Name}";
}
