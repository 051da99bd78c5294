using System.Text.Json.Nodes;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.Cloudflare;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Tests.Tunnels;

public sealed class TunnelCreateTests
{
    private const string Service = "unix:/run/edgestack/tunnel/gateway.sock";

    [Fact]
    public async Task A_tunnel_is_made_with_rules_of_ours_and_its_credentials_are_written_for_this_user_alone()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home"));

        TunnelCredentials credentials = cloudflare.Credentials();
        Assert.Equal("local", (string?)cloudflare.Api.Tunnels.Of(credentials.TunnelID)["config_src"]);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(credentials.TunnelID), credentials.TunnelSecret);
        Assert.Equal(FakeCloudflare.Account, credentials.AccountTag);
        Assert.False(SecretFile.IsOpenToOthers(cloudflare.Host.Owner.TunnelCredentials));
        Assert.DoesNotContain(credentials.TunnelSecret, cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("--tunnel.mode managed --tunnel.credentialsFile ", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_it_changes_nothing()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        await cloudflare.RunAsync("tunnel", "create", "home");
        string before = File.ReadAllText(cloudflare.Host.Owner.TunnelCredentials);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home"));

        Assert.Single(cloudflare.Api.Changes);
        Assert.Equal(before, File.ReadAllText(cloudflare.Host.Owner.TunnelCredentials));
        Assert.Contains("and its credentials are there.", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_there_is_found_and_its_credentials_are_fetched()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        Guid tunnel = cloudflare.Api.Tunnels.Add("home");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home", "--credentials", "c/home.json"));

        Assert.Empty(cloudflare.Api.Changes);
        Assert.True(TunnelCredentials.TryRead(cloudflare.Host.Folder.File("c/home.json"), out TunnelCredentials? credentials, out _));
        Assert.Equal(new TunnelCredentials(FakeCloudflare.Account, cloudflare.Api.Tunnels.SecretOf(tunnel), tunnel), credentials);
    }

    [Fact]
    public async Task Of_one_that_is_managed_at_Cloudflare_only_the_last_rule_is_changed_and_only_when_told()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        Guid tunnel = cloudflare.Api.Tunnels.Add("home", configSrc: "cloudflare");
        cloudflare.Api.Tunnels.Configure(tunnel, JsonNode.Parse(
            """{"ingress":[{"hostname":"ssh.example.com","service":"ssh://10.0.0.2","originRequest":{"x":1}},{"service":"http_status:404"}],"warp-routing":{"enabled":true}}""")!.AsObject());

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("tunnel", "create", "home"));
        Assert.Empty(cloudflare.Api.Changes);
        Assert.Contains("every other host leads to http_status:404", cloudflare.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(cloudflare.Host.Owner.TunnelCredentials));

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home", "--take-over"));
        Assert.Equal(
            $$$"""{"ingress":[{"hostname":"ssh.example.com","service":"ssh://10.0.0.2","originRequest":{"x":1}},{"service":"{{{Service}}}"}],"warp-routing":{"enabled":true}}""",
            cloudflare.Api.Tunnels.ConfigurationOf(tunnel).ToJsonString());
        Assert.Contains("ssh.example.com leads to ssh://10.0.0.2", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_never_configured_at_Cloudflare_gets_its_only_rule()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        Guid tunnel = cloudflare.Api.Tunnels.Add("home", configSrc: "cloudflare");

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("tunnel", "create", "home"));
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home", "--take-over"));

        Assert.Equal($$$"""{"ingress":[{"service":"{{{Service}}}"}]}""", cloudflare.Api.Tunnels.ConfigurationOf(tunnel).ToJsonString());
    }

    [Fact]
    public async Task Credentials_that_do_not_count_any_more_are_fetched_anew()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel("home");
        string elsewhere = cloudflare.Host.Folder.File("elsewhere.json");
        File.Copy(cloudflare.Host.Owner.TunnelCredentials, elsewhere);
        await cloudflare.RunAsync("tunnel", "rotate", "--credentials", elsewhere);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home"));

        Assert.Contains("its credentials were fetched", cloudflare.Said, StringComparison.Ordinal);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(tunnel), cloudflare.Credentials().TunnelSecret);
    }

    [Fact]
    public async Task Of_several_accounts_one_has_to_be_named()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.Add("example.org", account: "11112222333344445555666677778888");

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "create"));
        Assert.Contains($"the token sees 2 accounts: {FakeCloudflare.Account} (account of example.com), 11112222333344445555666677778888", cloudflare.Said, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "--account", FakeCloudflare.Account));
    }

    [Fact]
    public async Task Credentials_of_another_tunnel_or_of_one_that_was_deleted_are_never_written_over()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        Guid tunnel = cloudflare.HaveTunnel("home");
        string before = File.ReadAllText(cloudflare.Host.Owner.TunnelCredentials);

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "create", "work"));
        Assert.Contains("is for the tunnel 'home'", cloudflare.Said, StringComparison.Ordinal);

        cloudflare.Api.Tunnels.Of(tunnel)["deleted_at"] = "2026-11-20T10:00:00Z";
        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "create", "home"));
        Assert.Contains("which was deleted at Cloudflare", cloudflare.Said, StringComparison.Ordinal);
        Assert.Empty(cloudflare.Api.Changes);
        Assert.Equal(before, File.ReadAllText(cloudflare.Host.Owner.TunnelCredentials));
    }

    [Fact]
    public async Task A_tunnel_whose_credentials_could_not_be_written_is_found_the_next_time()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Host.Folder.Write("file", "in the way of a folder");

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "create", "home", "--credentials", "file/c.json"));
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home"));

        Assert.Equal(1, cloudflare.Api.Tunnels.Count);
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(cloudflare.Credentials().TunnelID), cloudflare.Credentials().TunnelSecret);
    }
}
