namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Which tunnel is to be there.</summary>
/// <param name="Name">At Cloudflare, one of it in an account.</param>
/// <param name="Account">Null when there is only one to choose.</param>
/// <param name="CredentialsFile">Full path.</param>
/// <param name="TakeOver">Whether a tunnel that is managed at Cloudflare gets a last rule of ours.</param>
/// <param name="Service">What that rule leads to.</param>
internal sealed record TunnelChoice(string Name, string? Account, string CredentialsFile, bool TakeOver, string Service);
