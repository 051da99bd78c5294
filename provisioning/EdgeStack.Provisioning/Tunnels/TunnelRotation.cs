using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>
/// Changes a tunnel's secret. The new one is on disk before Cloudflare hears of it, and the old one is kept until Cloudflare has said that the new one
/// counts: whatever fails in between, one of the two files counts, and Cloudflare is asked which.
/// </summary>
/// <param name="api">Cloudflare's.</param>
/// <param name="file">Full path of the credentials file.</param>
internal sealed class TunnelRotation(CloudflareApi api, string file)
{
    private readonly string _pending = file + ".rotating";

    /// <param name="credentials">What the file holds.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CloudflareFault">Cloudflare refused; or it is not known what it did, and the next rotation finds out.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public async Task RotateAsync(TunnelCredentials credentials, CancellationToken stop)
    {
        TunnelCredentials next = credentials with { TunnelSecret = TunnelCredentials.NewSecret() };
        SecretFile.Write(_pending, next.ToJson());
        try
        {
            await api.ChangeSecretAsync(credentials.AccountTag, credentials.TunnelID, new NewSecret(next.TunnelSecret), stop);
        }
        catch (CloudflareFault fault) when (!fault.IsUnreachable)
        {
            // Even a clear no may be the answer to a second try, whose first was done.
            if (await TrySettleAsync(credentials, stop) is true)
                return;
            throw;
        }

        Take(next);
    }

    /// <summary>Settles a rotation that broke off: asks Cloudflare which secret counts.</summary>
    /// <returns>Null when there was none, or neither counts; else whether the new secret counts.</returns>
    /// <exception cref="CloudflareFault">Cloudflare cannot be asked; both files stay.</exception>
    public async Task<bool?> SettleAsync(TunnelCredentials credentials, CancellationToken stop)
    {
        if (!File.Exists(_pending))
            return null;
        if (TunnelCredentials.FromToken(await api.ReadTunnelTokenAsync(credentials.AccountTag, credentials.TunnelID, stop)) is not { } counts)
            return null;
        if (TunnelCredentials.TryRead(_pending, out TunnelCredentials? next, out _) && counts.IsSame(next))
        {
            Take(next);
            return true;
        }

        File.Delete(_pending);
        return counts.IsSame(credentials) ? false : null;
    }

    private async Task<bool?> TrySettleAsync(TunnelCredentials credentials, CancellationToken stop)
    {
        try
        {
            return await SettleAsync(credentials, stop);
        }
        catch (CloudflareFault)
        {
            return null;
        }
    }

    private void Take(TunnelCredentials next)
    {
        SecretFile.Renew(file, next.ToJson());
        File.Delete(_pending);
    }
}
