using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>
/// Changes a tunnel's secret. The new one is on disk before Cloudflare hears of it, and the old one is kept until Cloudflare has said yes:
/// whatever fails in between, one of the two files counts.
/// </summary>
internal sealed class TunnelRotation(CloudflareApi api)
{
    /// <param name="file">Full path of the credentials file.</param>
    /// <param name="credentials">What it holds.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CloudflareFault">Cloudflare refused, or it is not known what it did; the file says which secret counts as soon as it answers.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public async Task RotateAsync(string file, TunnelCredentials credentials, CancellationToken stop)
    {
        string pending = PendingOf(file);
        TunnelCredentials next = credentials with { TunnelSecret = TunnelCredentials.NewSecret() };
        SecretFile.Write(pending, next.ToJson());
        try
        {
            await api.ChangeSecretAsync(credentials.AccountTag, credentials.TunnelID, new NewSecret(next.TunnelSecret), stop);
        }
        catch (CloudflareFault fault) when (!fault.IsUnreachable)
        {
            // A clear no: the old secret counts.
            File.Delete(pending);
            throw;
        }

        File.Move(pending, file, overwrite: true);
    }

    /// <summary>Settles a rotation that broke off: asks Cloudflare which secret counts.</summary>
    /// <returns>Null when there was none; else whether the new secret counts.</returns>
    public async Task<bool?> SettleAsync(string file, TunnelCredentials credentials, CancellationToken stop)
    {
        string pending = PendingOf(file);
        if (!File.Exists(pending))
            return null;
        TunnelCredentials? counts = TunnelCredentials.FromToken(await api.ReadTunnelTokenAsync(credentials.AccountTag, credentials.TunnelID, stop));
        bool isNew = TunnelCredentials.TryRead(pending, out TunnelCredentials? next, out _) && counts == next;
        if (isNew)
            File.Move(pending, file, overwrite: true);
        else
            File.Delete(pending);
        return isNew;
    }

    private static string PendingOf(string file) => file + ".rotating";
}
