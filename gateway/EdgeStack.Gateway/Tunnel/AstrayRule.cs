namespace EdgeStack.Gateway.Tunnel;

/// <summary>A rule of a remote configuration that does not lead to the gateway as it should.</summary>
/// <param name="Host"><c>*</c> for every host.</param>
/// <param name="Service">Where it leads.</param>
/// <param name="IsUntrusted">True when that is the gateway, but at an address where nobody is believed who a visitor is.</param>
internal sealed record AstrayRule(string Host, string Service, bool IsUntrusted = false)
{
    /// <summary>What is wrong and what to do.</summary>
    public string Sentence => IsUntrusted
        ? $"Cloudflare sends {Host} to {Service}, where every visitor seems to be this machine: change it there to the tunnel's socket, or name 127.0.0.1 in visitor.trustedPeers."
        : $"Cloudflare sends {Host} to {Service}, not to the gateway: change the tunnel's public hostnames there.";
}
