using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.Cloudflare;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Tests.Tunnels;

public sealed class TunnelLoginTests
{
    [Fact]
    public async Task A_token_that_counts_is_kept_for_this_user_alone_and_then_used()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Host.ApiToken = null;
        cloudflare.Host.Secret = $"{FakeCloudflare.Token}\n";
        // An earlier one, which others may read: the new one is for this user alone all the same.
        Directory.CreateDirectory(cloudflare.Host.Owner.Path);
        File.WriteAllText(cloudflare.Host.Owner.ApiToken, "an earlier one");
        Assert.True(SecretFile.IsOpenToOthers(cloudflare.Host.Owner.ApiToken));

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "login"));
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create"));

        string kept = cloudflare.Host.Owner.ApiToken;
        Assert.Equal($"{FakeCloudflare.Token}\n", File.ReadAllText(kept));
        Assert.False(SecretFile.IsOpenToOthers(kept));
        Assert.Contains("example.com, account account of example.com", cloudflare.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCloudflare.Token, cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_the_account_counts_as_well()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.IsAccountToken = true;
        cloudflare.Host.Secret = FakeCloudflare.Token;

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "login"));

        Assert.Contains($"GET /accounts/{FakeCloudflare.Account}/tokens/verify", cloudflare.Api.Calls);
    }

    [Theory]
    [InlineData("accounts/", "cfd_tunnel")]
    [InlineData("zones/", "dns_records")]
    public async Task A_token_that_may_not_is_not_kept_and_the_permissions_are_named(string forbidden, string call)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Forbidden.Add(forbidden);
        cloudflare.Host.Secret = FakeCloudflare.Token;

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "login"));

        Assert.False(File.Exists(cloudflare.Host.Owner.ApiToken));
        Assert.Contains(call, cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("Zone: Zone: Read · Zone: DNS: Edit · Account: Cloudflare Tunnel: Edit", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_Cloudflare_does_not_know_is_not_kept()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Host.Secret = new string('x', 40);

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "login"));

        Assert.False(File.Exists(cloudflare.Host.Owner.ApiToken));
        Assert.Contains("Authentication error (code 10000)", cloudflare.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("xxxx", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_or_sees_no_domain_is_not_kept()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Host.Secret = FakeCloudflare.Token;
        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "login"));
        Assert.Contains("it sees no domain", cloudflare.Said, StringComparison.Ordinal);

        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.TokenStatus = "expired";
        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "login"));

        Assert.Contains("Cloudflare says that this token is expired", cloudflare.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(cloudflare.Host.Owner.ApiToken));
    }

    [Fact]
    public async Task A_token_in_an_argument_is_not_said_again()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();

        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("tunnel", "login", FakeCloudflare.Token));

        Assert.Contains("takes no argument, least of all a token", cloudflare.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCloudflare.Token, cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_the_other_commands_say_how_to_get_one()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Host.ApiToken = null;

        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("tunnel", "create"));

        Assert.Contains("there is no API token for Cloudflare", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("edgestack tunnel login", cloudflare.Said, StringComparison.Ordinal);
        Assert.Empty(cloudflare.Api.Calls);
    }
}
