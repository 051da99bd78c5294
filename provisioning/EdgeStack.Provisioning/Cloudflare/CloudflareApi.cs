using System.Collections.Immutable;
using System.Text.Json;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What we ask of Cloudflare's API (https://developers.cloudflare.com/api). Every method throws <see cref="CloudflareFault"/>.</summary>
internal sealed class CloudflareApi(CloudflareCalls calls)
{
    private const int ZonesAtOnce = 50;
    private const int RecordsAtOnce = 100;

    /// <summary>Asks what a token is worth.</summary>
    /// <param name="account">Null asks as the token of a person, else as one that the account owns.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TokenStatus> VerifyTokenAsync(string? account, CancellationToken cancellation) =>
        calls.AskAsync(HttpMethod.Get, account is null ? "user/tokens/verify" : $"accounts/{account}/tokens/verify", CloudflareJson.Default.TokenStatus, null, cancellation);

    public Task<ImmutableArray<Zone>> ListZonesAsync(CancellationToken cancellation) => calls.ListAsync("zones", ZonesAtOnce, CloudflareJson.Default.ZoneArray, cancellation);

    /// <returns>Null when there is none of that name.</returns>
    public async Task<CloudflareTunnel?> FindTunnelAsync(string account, string name, CancellationToken cancellation)
    {
        ImmutableArray<CloudflareTunnel> found = await calls.ListAsync(
            $"accounts/{account}/cfd_tunnel?name={Uri.EscapeDataString(name)}&is_deleted=false", ZonesAtOnce, CloudflareJson.Default.CloudflareTunnelArray, cancellation);
        return found.FirstOrDefault(tunnel => tunnel.Name == name && tunnel.DeletedAt is null);
    }

    public Task<CloudflareTunnel> ReadTunnelAsync(string account, Guid tunnel, CancellationToken cancellation) =>
        calls.AskAsync(HttpMethod.Get, PathOf(account, tunnel), CloudflareJson.Default.CloudflareTunnel, null, cancellation);

    public Task<CloudflareTunnel> CreateTunnelAsync(string account, NewTunnel tunnel, CancellationToken cancellation) => calls.AskAsync(
        HttpMethod.Post, $"accounts/{account}/cfd_tunnel", CloudflareJson.Default.CloudflareTunnel, JsonSerializer.SerializeToUtf8Bytes(tunnel, CloudflareJson.Default.NewTunnel), cancellation);

    /// <summary>The tunnel's own token; the answer is the bare word.</summary>
    public Task<string> ReadTunnelTokenAsync(string account, Guid tunnel, CancellationToken cancellation) =>
        calls.AskAsync(HttpMethod.Get, $"{PathOf(account, tunnel)}/token", CloudflareJson.Default.String, null, cancellation);

    public Task ChangeSecretAsync(string account, Guid tunnel, NewSecret secret, CancellationToken cancellation) =>
        calls.DoAsync(HttpMethod.Patch, PathOf(account, tunnel), JsonSerializer.SerializeToUtf8Bytes(secret, CloudflareJson.Default.NewSecret), cancellation);

    public Task<ImmutableArray<TunnelConnector>> ListConnectorsAsync(string account, Guid tunnel, CancellationToken cancellation) =>
        calls.ListAsync($"{PathOf(account, tunnel)}/connections", CloudflareJson.Default.TunnelConnectorArray, cancellation);

    /// <summary>Ends all connections of a tunnel; those with the right secret come back at once.</summary>
    public Task DisconnectAsync(string account, Guid tunnel, CancellationToken cancellation) =>
        calls.DoAsync(HttpMethod.Delete, $"{PathOf(account, tunnel)}/connections", null, cancellation);

    public Task<TunnelConfiguration> ReadConfigurationAsync(string account, Guid tunnel, CancellationToken cancellation) =>
        calls.AskAsync(HttpMethod.Get, $"{PathOf(account, tunnel)}/configurations", CloudflareJson.Default.TunnelConfiguration, null, cancellation);

    public Task WriteConfigurationAsync(string account, Guid tunnel, TunnelConfiguration configuration, CancellationToken cancellation) => calls.DoAsync(
        HttpMethod.Put, $"{PathOf(account, tunnel)}/configurations", JsonSerializer.SerializeToUtf8Bytes(configuration, CloudflareJson.Default.TunnelConfiguration), cancellation);

    public Task<ImmutableArray<DnsRecord>> ListRecordsAsync(string zone, CancellationToken cancellation) =>
        calls.ListAsync($"zones/{zone}/dns_records", RecordsAtOnce, CloudflareJson.Default.DnsRecordArray, cancellation);

    public Task CreateRecordAsync(string zone, RecordContent record, CancellationToken cancellation) =>
        calls.DoAsync(HttpMethod.Post, $"zones/{zone}/dns_records", JsonSerializer.SerializeToUtf8Bytes(record, CloudflareJson.Default.RecordContent), cancellation);

    public Task ReplaceRecordAsync(string zone, string record, RecordContent content, CancellationToken cancellation) =>
        calls.DoAsync(HttpMethod.Put, $"zones/{zone}/dns_records/{record}", JsonSerializer.SerializeToUtf8Bytes(content, CloudflareJson.Default.RecordContent), cancellation);

    public Task DeleteRecordAsync(string zone, string record, CancellationToken cancellation) => calls.DoAsync(HttpMethod.Delete, $"zones/{zone}/dns_records/{record}", null, cancellation);

    public Task ChangeRecordsAsync(string zone, RecordBatch batch, CancellationToken cancellation) =>
        calls.DoAsync(HttpMethod.Post, $"zones/{zone}/dns_records/batch", JsonSerializer.SerializeToUtf8Bytes(batch, CloudflareJson.Default.RecordBatch), cancellation);

    private static string PathOf(string account, Guid tunnel) => $"accounts/{account}/cfd_tunnel/{tunnel}";
}
