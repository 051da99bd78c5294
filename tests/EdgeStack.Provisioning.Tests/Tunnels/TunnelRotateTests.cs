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
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Refusing(403, 9109, "Unauthorized to access requested resource"));

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

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    public async Task A_no_that_follows_a_lost_yes_does_not_cost_the_secret_that_counts(int then)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        string old = cloudflare.Credentials().TunnelSecret;
        cloudflare.Api.Faults.Enqueue(cloudflare.Api.LosingTheAnswer());
        for (int attempt = 0; attempt < (then == 500 ? 4 : 1); attempt++)
            cloudflare.Api.Faults.Enqueue(FakeCloudflare.Refusing(then, 1000, "no"));

        int exit = await cloudflare.RunAsync("tunnel", "rotate");
        if (then == 500)
        {
            Assert.Equal(ExitCode.Unreachable, exit);
            Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));
        }
        else
        {
            Assert.Equal(ExitCode.Fine, exit);
        }

        Assert.NotEqual(old, cloudflare.Credentials().TunnelSecret);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(tunnel), cloudflare.Credentials().TunnelSecret);
        Assert.Single(Directory.GetFiles(cloudflare.Host.Owner.Path));
    }

    [Fact]
    public async Task The_file_stays_what_it_was()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        string link = cloudflare.Host.Owner.TunnelCredentials, target = cloudflare.Host.Folder.File("elsewhere.json");
        File.WriteAllText(target, File.ReadAllText(link).Replace("}", ",\"Endpoint\":\"us\"}", StringComparison.Ordinal));
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
#pragma warning disable CA1416 // the command line is for Linux, and so are its tests
        UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(target, shared);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(shared, File.GetUnixFileMode(target));
#pragma warning restore CA1416
        Assert.Equal("us", cloudflare.Credentials().Endpoint);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(tunnel), cloudflare.Credentials().TunnelSecret);
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
