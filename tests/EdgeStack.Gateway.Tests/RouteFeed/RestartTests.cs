using System.Net;
using System.Text;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>A gateway that starts again, with and without its API server, and with whatever is left of its folder.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task CF_08_a_start_without_the_api_server_serves_what_was_known_from_disk_and_what_is_live_replaces_it_without_a_flap()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        scene.SetRoutes("two", "two.example");
        await using (RunningGateway before = await scene.StartGatewayAsync())
            await before.EventuallyAnswersAsync("two.example", 200);
        await scene.Api.GoAwayAsync();

        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
        await AnswersAsync(gateway, "elsewhere.example", HttpStatusCode.NotFound);
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.NotNull(await ClusterScene.FaultAsync(gateway));
        long revision = await ClusterScene.RevisionAsync(gateway);

        await scene.Api.ComeBackAsync();
        await Eventually.HoldsAsync(async () => await ClusterScene.FaultAsync(gateway) is null, "the cluster has told everything");
        Assert.Equal(revision, await ClusterScene.RevisionAsync(gateway));
        await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
        await scene.Api.UntilWatchedAsync("configmaps");
        scene.Api.DeleteConfigMap("apps", "two");
        await gateway.EventuallyAnswersAsync("two.example", 404);
    }

    [Fact]
    public async Task CF_08_a_start_without_the_api_server_and_without_a_file_answers_503_and_says_what_it_waits_for()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await scene.Api.GoAwayAsync();

        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await AnswersAsync(gateway, "one.example", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("routes have not been read yet", (await gateway.LogLineAsync()).GetProperty("error").GetString());
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("cannot be reached", (await gateway.AdminAsync("overview")).GetProperty("notReadyBecause").GetString(), StringComparison.Ordinal);

        await scene.Api.ComeBackAsync();
        await gateway.EventuallyAnswersAsync("one.example", 200);
        await gateway.EventuallyAnswersAsync("elsewhere.example", 404);
    }

    [Fact]
    public async Task CF_08_services_health_stickiness_and_tls_of_a_route_come_back_from_disk()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("one", """
            routes:
              - host: one.example
                services: [ { service: "blog:80", weight: 3 }, { service: "canary:80", weight: 1 } ]
                health: { path: /healthz, interval: 1m }
                sticky: { cookie: app, maxAge: 1h }
              - { host: two.example, service: "blog:80", scheme: https, upstreamTls: { serverName: blog.internal, verify: false } }
            """);
        EdgeStack.Routes.Route[] known;
        await using (RunningGateway before = await scene.StartGatewayAsync())
        {
            await before.EventuallyAnswersAsync("one.example", 200);
            known = [.. before.Routes.Targets.Select(target => target.Route)];
        }

        await scene.Api.GoAwayAsync();
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
        Assert.Equal(
            known.Select(route => (route.Services, route.Policy, route.Sticky)), gateway.Routes.Targets.Select(target => (target.Route.Services, target.Route.Policy, target.Route.Sticky)));
        Assert.Equal("/healthz", gateway.Routes.Targets[0].Upstreams!.Policy.Health!.Path);
        Assert.Equal("blog.internal", gateway.Routes.Targets[1].Upstreams!.Policy.Tls!.ServerName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CF_01_a_broken_edit_keeps_the_last_good_routes_over_a_restart_with_and_without_the_api_server(bool away)
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using (RunningGateway before = await scene.StartGatewayAsync())
        {
            await before.EventuallyAnswersAsync("one.example", 200);
            await scene.Api.UntilWatchedAsync("configmaps");
            scene.SetText("one", "routes:\n  - { hots: one.example }\n");
            await Eventually.HoldsAsync(async () => (await before.AdminAsync("problems")).GetProperty("problems").GetArrayLength() > 0, "the edit is rejected");
        }

        if (away)
            await scene.Api.GoAwayAsync();
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
        Assert.Contains("unknown field 'hots'", (await gateway.AdminAsync("problems")).GetRawText(), StringComparison.Ordinal);
        if (away)
            await scene.Api.ComeBackAsync();
        scene.SetRoutes("one", "fixed.example");
        await gateway.EventuallyAnswersAsync("fixed.example", 200);
        await gateway.EventuallyAnswersAsync("one.example", 404);
    }

    [Fact]
    public async Task CF_09_a_damaged_file_is_a_problem_and_the_earlier_generation_serves()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await RunOnceAsync(scene, "one.example");
        scene.SetRoutes("two", "two.example");
        await RunOnceAsync(scene, "two.example");
        string file = scene.State.File("routes");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..^7], TestContext.Current.CancellationToken);
        await scene.Api.GoAwayAsync();

        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
        await AnswersAsync(gateway, "two.example", HttpStatusCode.NotFound);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).GetProperty("problems").EnumerateArray()
            .Any(problem => problem.GetProperty("message").GetString() == $"{file} is damaged: its checksum does not fit its content"), "the damage is reported");
    }

    [Fact]
    public async Task Objects_that_vanished_while_the_gateway_was_away_go_with_a_list_and_the_file_of_another_cluster_is_not_used()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        foreach (string name in (string[])["one", "two", "three"])
            scene.SetRoutes(name, $"{name}.example");
        await RunOnceAsync(scene, "three.example");
        scene.Api.DeleteConfigMap("apps", "three");

        await using (RunningGateway gateway = await scene.StartGatewayAsync())
        {
            await AnswersAsync(gateway, "one.example", HttpStatusCode.OK);
            await AnswersAsync(gateway, "three.example", HttpStatusCode.NotFound);
        }

        await using ClusterScene other = await ClusterScene.StartAsync(scene.State);
        await other.Api.GoAwayAsync();
        await using RunningGateway elsewhere = await other.StartGatewayAsync();
        await AnswersAsync(elsewhere, "one.example", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task The_file_holds_routes_services_and_endpoints_and_no_secret()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.Api.Upsert("secrets", new()
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["namespace"] = "apps", ["name"] = "users" },
            ["data"] = new System.Text.Json.Nodes.JsonObject { ["users"] = Convert.ToBase64String("ada:$apr1$hunter2"u8) },
        });
        scene.SetText("one", "routes:\n  - { host: one.example, service: \"blog:80\" }\n  - { host: two.example, service: \"blog:80\", middlewares: [ { basicAuth: { secret: users } } ] }\n");
        await RunOnceAsync(scene, "one.example");

        byte[] bytes = await File.ReadAllBytesAsync(scene.State.File("routes"), TestContext.Current.CancellationToken);
        using System.IO.Compression.GZipStream json = new(new MemoryStream(bytes[(Array.IndexOf(bytes, (byte)'\n') + 1)..]), System.IO.Compression.CompressionMode.Decompress);
        using StreamReader reader = new(json, Encoding.UTF8);
        string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("secret: users", text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("ada:$apr1$hunter2"u8), text, StringComparison.Ordinal);
    }

    private static async Task RunOnceAsync(ClusterScene scene, string host)
    {
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync(host, 200);
    }

    private static async Task AnswersAsync(RunningGateway gateway, string host, HttpStatusCode status)
    {
        using HttpResponseMessage response = await gateway.GetAsync(host);
        Assert.Equal(status, response.StatusCode);
    }
}
