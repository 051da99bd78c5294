namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What a tunnel's secret is changed with.</summary>
/// <param name="TunnelSecret">Base64 of 32 bytes or more. A secret.</param>
internal sealed record NewSecret(string TunnelSecret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => "a tunnel's new secret";
}
