using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Finds a tunnel or makes it, and writes its credentials. Repeated, it changes nothing.</summary>
internal sealed class TunnelCreation(CloudflareApi api)
{
    /// <exception cref="CloudflareFault">A call came to nothing.</exception>
    /// <exception cref="IOException">The credentials cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public async Task<TunnelOutcome> EnsureAsync(TunnelChoice choice, CancellationToken stop)
    {
        if (File.Exists(choice.CredentialsFile))
            return await KeepAsync(choice, stop);
        if (await AccountAsync(choice, stop) is not { } account)
            return await WhichAccountAsync(stop);
        if (await api.FindTunnelAsync(account, choice.Name, stop) is { } found)
            return await AdoptAsync(choice, account, found, stop);
        return await CreateAsync(choice, account, stop);
    }

    private async Task<TunnelOutcome> CreateAsync(TunnelChoice choice, string account, CancellationToken stop)
    {
        string secret = TunnelCredentials.NewSecret();
        CloudflareTunnel made;
        try
        {
            made = await api.CreateTunnelAsync(account, new NewTunnel(choice.Name, secret, "local"), stop);
        }
        catch (CloudflareFault fault) when (fault.IsNameTaken && !stop.IsCancellationRequested)
        {
            // Somebody else made it since we looked: what they made is what we want, if it is to be seen now.
            if (await api.FindTunnelAsync(account, choice.Name, stop) is not { } found)
                throw;
            return await AdoptAsync(choice, account, found, stop);
        }

        // When this cannot be written nothing is lost: the next try finds the tunnel by its name and asks for its token.
        SecretFile.Write(choice.CredentialsFile, new TunnelCredentials(account, secret, made.Id).ToJson());
        return new TunnelOutcome.Made(made);
    }

    private async Task<TunnelOutcome> AdoptAsync(TunnelChoice choice, string account, CloudflareTunnel tunnel, CancellationToken stop, TunnelCredentials? kept = null)
    {
        ImmutableArray<(string Host, string Service)> elsewhere = [];
        if (tunnel.IsManagedAtCloudflare)
        {
            TunnelConfiguration configuration = await api.ReadConfigurationAsync(account, tunnel.Id, stop);
            elsewhere = [.. RemoteIngress.Elsewhere(configuration, choice.Service)];
            TunnelConfiguration ours = RemoteIngress.WithLastRule(configuration, choice.Service);
            bool differs = elsewhere.Any(rule => rule.Host == "*") || ours.Config!["ingress"]!.AsArray().Count != (configuration.Config?["ingress"]?.AsArray().Count ?? 0);
            if (differs && !choice.TakeOver)
                return new TunnelOutcome.ManagedAtCloudflare(tunnel, elsewhere);
            if (differs)
                await api.WriteConfigurationAsync(account, tunnel.Id, ours, stop);
        }

        if (TunnelCredentials.FromToken(await api.ReadTunnelTokenAsync(account, tunnel.Id, stop)) is not { } credentials)
            return new TunnelOutcome.Refused("Cloudflare gave something else than the tunnel's token", "Download it in Cloudflare's dashboard and use the gateway's mode 'token'.");
        ImmutableArray<(string Host, string Service)> past = [.. elsewhere.Where(rule => rule.Host != "*")];
        if (credentials.IsSame(kept))
            return new TunnelOutcome.Kept(tunnel, past);
        SecretFile.Renew(choice.CredentialsFile, (credentials with { Endpoint = kept?.Endpoint }).ToJson());
        return new TunnelOutcome.Found(tunnel, past);
    }

    private async Task<TunnelOutcome> KeepAsync(TunnelChoice choice, CancellationToken stop)
    {
        if (!TunnelCredentials.TryRead(choice.CredentialsFile, out TunnelCredentials? credentials, out string? why))
            return new TunnelOutcome.Refused(why, "Move it away, or name another file with --credentials.");
        CloudflareTunnel tunnel;
        try
        {
            tunnel = await api.ReadTunnelAsync(credentials.AccountTag, credentials.TunnelID, stop);
        }
        catch (CloudflareFault fault) when (fault.IsNotFound)
        {
            return Gone(choice, credentials.TunnelID);
        }

        if (tunnel.DeletedAt is not null)
            return Gone(choice, tunnel.Id);
        return tunnel.Name == choice.Name
            ? await AdoptAsync(choice, credentials.AccountTag, tunnel, stop, credentials)
            : new TunnelOutcome.Refused($"{choice.CredentialsFile} is for the tunnel '{tunnel.Name}'", $"Name that one, or keep the credentials of '{choice.Name}' in another file with --credentials.");
    }

    private static TunnelOutcome.Refused Gone(TunnelChoice choice, Guid tunnel) =>
        new($"{choice.CredentialsFile} is for the tunnel {tunnel}, which was deleted at Cloudflare", "Move the file away and repeat the command; a new tunnel is made then.");

    private async Task<string?> AccountAsync(TunnelChoice choice, CancellationToken stop)
    {
        if (choice.Account is { } named)
            return named;
        ImmutableArray<Account> accounts = await AccountsAsync(stop);
        return accounts is [var only] ? only.Id : null;
    }

    private async Task<TunnelOutcome> WhichAccountAsync(CancellationToken stop)
    {
        ImmutableArray<Account> accounts = await AccountsAsync(stop);
        return accounts.IsEmpty
            ? new TunnelOutcome.Refused("the token sees no domain, so it is not known for which account the tunnel is", $"Allow it: {ErrorAdvice.Permissions}; or name the account with --account.")
            : new TunnelOutcome.Refused($"the token sees {accounts.Length} accounts: {string.Join(", ", accounts.Select(account => $"{account.Id} ({account.Name})"))}", "Name one with --account.");
    }

    private async Task<ImmutableArray<Account>> AccountsAsync(CancellationToken stop) =>
        [.. (await api.ListZonesAsync(stop)).Select(zone => zone.Account).DistinctBy(account => account.Id)];
}
