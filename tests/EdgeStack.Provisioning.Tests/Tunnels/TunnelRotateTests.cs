using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.Cloudflare;

namespace EdgeStack.Provisioning.Tests.Tunnels;

public sealed class TunnelRotateTests
{
    [Fact]
    public async Task The_new_secret_is_at_Cloudflare_and_in_the_file_and_nowhere_else()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        string old = cloudflare.Credentials().TunnelSecret;

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));

        string secret = cloudflare.Credentials().TunnelSecret;
        Assert.NotEqual(old, secret);
        Assert.Equal(secret, cloudflare.Api.Tunnels.SecretOf(tunnel));
        Assert.Equal(32, Convert.FromBase64String(secret).Length);
        Assert.DoesNotContain(secret, cloudflare.Said + cloudflare.Shown, StringComparison.Ordinal);
        Assert.Equal(0, cloudflare.Api.Tunnels.Disconnects);
        Assert.Single(Directory.GetFiles(cloudflare.Host.Owner.Path));
    }

    [Fact]
    public async Task Told_to_it_ends_the_connections_that_have_the_old_one()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate", "--disconnect"));

        Assert.Equal(1, cloudflare.Api.Tunnels.Disconnects);
    }

    [Fact]
    public async Task A_clear_no_leaves_the_old_secret()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        cloudflare.Api.Forbidden.Add("accounts/");

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(tunnel), cloudflare.Credentials().TunnelSecret);
        Assert.Single(Directory.GetFiles(cloudflare.Host.Owner.Path));
    }

    [Theory]
    [InlineData(true, "the new secret counts")]
    [InlineData(false, "the old secret counts")]
    public async Task When_nobody_knows_whether_Cloudflare_did_it_the_next_rotation_finds_out(bool isDone, string said)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        string old = cloudflare.Credentials().TunnelSecret;
        for (int attempt = 0; attempt < 5; attempt++)
            cloudflare.Api.Faults.Enqueue(isDone ? cloudflare.Api.LosingTheAnswer() : FakeCloudflare.Status(502));

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "rotate"));
        Assert.Equal(isDone, cloudflare.Api.Tunnels.SecretOf(tunnel) != old);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));
        Assert.Contains(said, cloudflare.Said, StringComparison.Ordinal);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(tunnel), cloudflare.Credentials().TunnelSecret);
        Assert.Single(Directory.GetFiles(cloudflare.Host.Owner.Path));
    }

    [Fact]
    public async Task Without_credentials_nothing_is_asked()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();

        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Empty(cloudflare.Api.Calls);
        Assert.Contains("`edgestack tunnel create` makes a tunnel", cloudflare.Said, StringComparison.Ordinal);
    }
}
