namespace EdgeStack.Gateway.Tunnel;

/// <summary>A cloudflared that has just been started.</summary>
/// <param name="Process">The child.</param>
/// <param name="Version">Null when it did not say.</param>
internal sealed record CloudflaredLaunch(CloudflaredProcess Process, CloudflaredVersion? Version);
