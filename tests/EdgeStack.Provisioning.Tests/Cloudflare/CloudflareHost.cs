using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>The command line in front of the stand-in for Cloudflare, logged in.</summary>
internal sealed class CloudflareHost : IAsyncDisposable
{
    private CloudflareHost(FakeCloudflare api)
    {
        Api = api;
        Host = new CommandHost(time: Time) { ApiToken = FakeCloudflare.Token };
    }

    public FakeCloudflare Api { get; }

    public CommandHost Host { get; }

    public HastyTime Time { get; } = new();

    public string Said => Host.Error.ToString();

    public string Shown => Host.Output.ToString();

    public static async Task<CloudflareHost> StartAsync() => new(await FakeCloudflare.StartAsync());

    public Task<int> RunAsync(params string[] arguments) => Host.RunAsync([.. arguments, "--api", Api.Address]);

    /// <summary>A tunnel with its credentials where the command line looks for them.</summary>
    public Guid HaveTunnel(string name = "edgestack")
    {
        Guid tunnel = Api.Tunnels.Add(name);
        SecretFile.Write(Host.Owner.TunnelCredentials, new TunnelCredentials(FakeCloudflare.Account, Api.Tunnels.SecretOf(tunnel), tunnel).ToJson());
        return tunnel;
    }

    public TunnelCredentials Credentials()
    {
        Assert.True(TunnelCredentials.TryRead(Host.Owner.TunnelCredentials, out TunnelCredentials? credentials, out string? why), why);
        return credentials;
    }

    public ValueTask DisposeAsync()
    {
        Host.Dispose();
        return Api.DisposeAsync();
    }
}
