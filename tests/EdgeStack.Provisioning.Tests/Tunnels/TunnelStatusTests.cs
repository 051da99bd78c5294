using System.Text.Json.Nodes;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.AdminApi;
using EdgeStack.Provisioning.Tests.Cloudflare;

namespace EdgeStack.Provisioning.Tests.Tunnels;

public sealed class TunnelStatusTests
{
    private const string Ready =
        """{"mode":"managed","state":"ready","sentence":"Visitors get through.","version":"2026.11.0","publicUrl":null,"readyConnections":4,"expectedConnections":4}""";

    [Fact]
    public async Task Both_ends_are_shown()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync(Ready);
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Healthy(cloudflare);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "status", "--admin", gateway.Address));

        Assert.Equal("GET /api/v1/tunnel", gateway.Asked);
        Assert.Contains("Cloudflare healthy, 1 connector\n", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("cloudflared 2026.11.0 (linux_arm64): 2 connections to fra03, ams01\n", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("gateway    ready, 4 of 4 connections, mode managed. Visitors get through.\n", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Empty(cloudflare.Said);
    }

    [Fact]
    public async Task As_JSON_it_has_the_gateways_own_answer()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync(Ready);
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Healthy(cloudflare);

        await cloudflare.RunAsync("tunnel", "status", "--admin", gateway.Address, "--output", "json");

        JsonNode document = JsonNode.Parse(cloudflare.Shown)!;
        Assert.Equal("healthy", (string?)document["status"]);
        Assert.Equal("ready", (string?)document["gateway"]!["state"]);
        Assert.Equal("fra03", (string?)document["connectors"]![0]!["locations"]![0]);
        Assert.DoesNotContain("secret", cloudflare.Shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_a_sentence_each()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync("""{"mode":"managed","state":"offline","sentence":"No internet since 14:02."}""");
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        await cloudflare.RunAsync("tunnel", "rotate", "--credentials", Elsewhere(cloudflare));

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("tunnel", "status", "--admin", gateway.Address));

        Assert.Contains("warning: no cloudflared is connected to Cloudflare: visitors get error 1033\n", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("warning: the gateway's tunnel is offline: No internet since 14:02.\n", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("warning: the secret in the credentials file does not count any more", cloudflare.Said, StringComparison.Ordinal);

        cloudflare.Api.Tunnels.Of(tunnel)["deleted_at"] = "2026-11-20T10:00:00Z";
        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("tunnel", "status", "--admin", gateway.Address));
        Assert.Contains("the tunnel was deleted at Cloudflare (2026-11-20)", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_elsewhere_takes_nothing_from_Cloudflares_end()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Healthy(cloudflare);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "status", "--admin", $"http://127.0.0.1:{FreePort.Closed()}"));

        Assert.Contains("gateway    not asked: none answers here", cloudflare.Shown, StringComparison.Ordinal);
    }

    private static string Elsewhere(CloudflareHost cloudflare)
    {
        File.Copy(cloudflare.Host.Owner.TunnelCredentials, cloudflare.Host.Folder.File("other.json"));
        return "other.json";
    }

    private static void Healthy(CloudflareHost cloudflare)
    {
        cloudflare.Api.Tunnels.Of(cloudflare.HaveTunnel("home"))["status"] = "healthy";
        cloudflare.Api.Tunnels.Connectors = JsonNode.Parse(
            """
            [{"id":"1bedc50d-42b3-473c-b108-ff3d10c0d925","version":"2026.11.0","arch":"linux_arm64","run_at":"2026-11-29T13:00:00Z","features":["ha-origin"],
              "conns":[{"colo_name":"fra03","is_pending_reconnect":false,"opened_at":"2026-11-29T13:00:01Z"},{"colo_name":"ams01"}]}]
            """)!.AsArray();
    }
}
