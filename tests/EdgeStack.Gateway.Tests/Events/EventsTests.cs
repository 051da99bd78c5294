using System.Text;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Events;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tests.RouteFeed;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Gateway.Tests.Events;

/// <summary>What a person finds beside the ConfigMap that is at fault.</summary>
public sealed class EventsTests
{
    private const string Family = "edgestack_gateway_kubernetes_events_total";

    [Fact]
    public async Task A_broken_edit_is_a_warning_on_its_config_map_and_a_mended_one_is_told_once()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("blog", "blog.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        JsonObject warning = await EventAsync(scene.Api, "RoutesRejected");
        JsonObject map = scene.Api.Objects("configmaps", "apps").Single();
        Assert.Equal("routes.yaml:2:5: unknown field 'hots' (did you mean 'host'?)", Text(warning, "message"));
        Assert.Equal(("Warning", "edgestack-gateway", "edgestack-gateway", 1), (Text(warning, "type"), Text(warning, "source", "component"), Text(warning, "reportingComponent"), (int)warning["count"]!));
        Assert.Equal((Environment.MachineName, Environment.MachineName), (Text(warning, "source", "host"), Text(warning, "reportingInstance")));
        Assert.Equal(
            ("v1", "ConfigMap", "apps", "blog", Text(map, "metadata", "uid"), Text(map, "metadata", "resourceVersion")),
            (Text(warning, "involvedObject", "apiVersion"), Text(warning, "involvedObject", "kind"), Text(warning, "involvedObject", "namespace"), Text(warning, "involvedObject", "name"),
                Text(warning, "involvedObject", "uid"), Text(warning, "involvedObject", "resourceVersion")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", Text(warning, "firstTimestamp"));
        Assert.Equal(Text(warning, "firstTimestamp"), Text(warning, "lastTimestamp"));

        scene.SetRoutes("blog", "blog.example");
        JsonObject accepted = await EventAsync(scene.Api, "RoutesAccepted");
        Assert.Equal(("Normal", Text(map, "metadata", "uid")), (Text(accepted, "type"), Text(accepted, "involvedObject", "uid")));
        Assert.Equal(2, scene.Api.Objects("events").Count);
        Assert.DoesNotContain(scene.Api.Requests, request => request.Plural == "events" && request.Verb is not ("create" or "patch"));
    }

    [Fact]
    public async Task Two_replicas_and_a_restart_say_the_same_as_one_event_and_a_mistake_that_comes_back_raises_its_count()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        await using (RunningGateway one = await scene.StartGatewayAsync(), other = await scene.StartGatewayAsync())
        {
            await WrittenAsync(one, 1);
            await WrittenAsync(other, 1);
            Assert.Equal(1, (int)(await EventAsync(scene.Api, "RoutesRejected"))["count"]!);
        }

        await using RunningGateway again = await scene.StartGatewayAsync();
        await WrittenAsync(again, 1);
        Assert.Equal(1, (int)scene.Api.Objects("events").Single()["count"]!);
        scene.SetRoutes("blog", "blog.example");
        await WrittenAsync(again, 2);
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        await WrittenAsync(again, 3);
        Assert.Equal(["RoutesAccepted 1", "RoutesRejected 2"], scene.Api.Objects("events").Select(item => $"{Text(item, "reason")} {item["count"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_that_the_server_has_forgotten_is_made_again()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        string name = Text(await EventAsync(scene.Api, "RoutesRejected"), "metadata", "name");
        await WrittenAsync(gateway, 1);
        scene.Api.Delete("events", "apps", name);
        scene.SetRoutes("blog", "blog.example");
        await WrittenAsync(gateway, 2);
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        await WrittenAsync(gateway, 3);
        Assert.Equal(name, Text(await EventAsync(scene.Api, "RoutesRejected"), "metadata", "name"));
    }

    [Theory]
    [InlineData("host: blog.example, service: \"blog:80\", upstreamTsl: {}", "RoutesRejected", "upstreamTsl")]
    [InlineData("host: blog.example, service: \"far/blog:80\"", "UpstreamRefused", "kubernetes.namespaces: [far]")]
    [InlineData("host: blog.example, service: \"http://192.0.2.1/\"", "UpstreamRefused", "upstreams.urlNamespaces: [apps]")]
    [InlineData("host: blog.example, service: \"blog:80\", middlewares: [ { basicAuth: { secret: users } } ]", "SecretMissing", "kubectl -n apps create secret generic users")]
    [InlineData("host: blog.example, service: \"blog:80\", middlewares: [ { errors: {} } ]", "RouteQuarantined", "errors")]
    [InlineData("host: blog.example, service: \"blog:80\" }\n  - { host: blog.example, service: \"blog:80\"", "RouteShadowed", "narrower rule")]
    public async Task Whatever_is_wrong_with_a_config_map_is_told_with_what_to_do(string route, string reason, string part)
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", $"routes:\n  - {{ {route} }}\n");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        JsonObject told = await EventAsync(scene.Api, reason);
        Assert.StartsWith("routes.yaml:", Text(told, "message"), StringComparison.Ordinal);
        Assert.Contains(part, Text(told, "message"), StringComparison.Ordinal);
        Assert.Single(scene.Api.Objects("events"));
    }

    [Fact]
    public async Task A_host_of_somebody_else_is_told_in_the_namespace_of_who_wants_it()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("blog", "blog.example");
        scene.Api.Upsert("configmaps", new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = "team-b", ["name"] = "mine", ["creationTimestamp"] = "2026-01-01T00:00:00Z", ["labels"] = new JsonObject { ["edgestack.dev/routes"] = "true" } },
            ["data"] = new JsonObject { ["routes.yaml"] = "routes: [ { host: blog.example, service: 'blog:80' } ]" },
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = scene.Api.WriteKubeconfig(folder.Path), Namespaces = ["apps", "team-b"] } });
        JsonObject told = await EventAsync(scene.Api, "HostNotOwned");
        Assert.Equal(("team-b", "mine"), (Text(told, "metadata", "namespace"), Text(told, "involvedObject", "name")));
        Assert.Contains("grants.hosts: [blog.example=team-b]", Text(told, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_have_no_events_and_a_gateway_without_a_cluster_writes_none()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        using TemporaryFolder folder = new();
        folder.Write("file.yaml", "routes:\n  - hots: file.example\n    service: blog:80\n");
        await using RunningGateway both = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Kubernetes = { Kubeconfig = scene.Api.WriteKubeconfig(scene.State.Path) } });
        await WrittenAsync(both, 1);
        Assert.Equal(2, (await both.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
        Assert.Equal("blog", Text(scene.Api.Objects("events").Single(), "involvedObject", "name"));

        await using RunningGateway files = await RunningGateway.StartAsync(folder.Path);
        Assert.DoesNotContain(Family, await files.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_there_are_none()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = scene.Api.WriteKubeconfig(scene.State.Path), Events = false } });
        Assert.Equal(1, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
        Assert.DoesNotContain(Family, await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_may_not_write_events_says_so_once_with_the_role_that_is_missing_and_serves()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("good", "good.example");
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        scene.SetText("shop", "routes:\n  - hots: shop.example\n    service: blog:80\n");
        scene.Api.FailNext(int.MaxValue, 403, verb: "create", plural: "events");
        using LogMemory log = new(typeof(EventWriter).FullName!);
        await using RunningGateway gateway = await StartAsync(scene, log);
        await Eventually.HoldsAsync(() => log.Messages.Count > 0, "it is said");
        string said = Assert.Single(log.Messages);
        Assert.Contains("bind a Role in namespace \"apps\" with verbs [create, patch] on resources [events] of apiGroups [\"\"]", said, StringComparison.Ordinal);
        Assert.Contains("routes serve all the same", said, StringComparison.Ordinal);
        await gateway.EventuallyAnswersAsync("good.example", 200);
        scene.SetRoutes("good", "better.example");
        await gateway.EventuallyAnswersAsync("better.example", 200);
        Assert.Equal(1, scene.Api.Requests.Count(request => request.Plural == "events"));
        Assert.Single(log.Messages);
        Assert.Contains($"{Family}{{result=\"failed\"}} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task K8_05_a_server_that_asks_for_patience_gets_the_event_later(int status)
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        scene.Api.FailNext(2, status, TimeSpan.FromSeconds(1), verb: "create", plural: "events");
        using LogMemory log = new(typeof(EventWriter).FullName!);
        await using RunningGateway gateway = await StartAsync(scene, log);
        await EventAsync(scene.Api, "RoutesRejected");
        Assert.Equal(3, scene.Api.Requests.Count(request => request.Plural == "events"));
        Assert.Single(log.Messages);
    }

    [Fact]
    public async Task While_the_server_does_not_answer_for_an_event_edits_take_effect_as_ever()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("good", "good.example");
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        scene.Api.HangNext("create", "events");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await scene.Api.UntilRequestedAsync("create", 1);
        scene.SetRoutes("good", "better.example");
        await gateway.EventuallyAnswersAsync("better.example", 200);
        Assert.Empty(scene.Api.Objects("events"));
    }

    [Fact]
    public async Task An_event_that_the_server_will_not_have_keeps_no_other_from_being_written()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetText("blog", "routes:\n  - hots: blog.example\n    service: blog:80\n");
        scene.SetText("shop", "routes:\n  - hots: shop.example\n    service: blog:80\n");
        scene.Api.FailNext(1, 422, verb: "create", plural: "events");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await EventAsync(scene.Api, "RoutesRejected");
        Assert.Single(scene.Api.Objects("events"));
    }

    [Fact]
    public async Task What_an_event_says_holds_no_secret()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.Api.Upsert("secrets", new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = "apps", ["name"] = "users" },
            ["data"] = new JsonObject { ["users"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:hunter2-is-no-hash")) },
        });
        scene.SetText("blog", "routes:\n  - { host: blog.example, service: \"blog:80\", hots: x, middlewares: [ { basicAuth: { secret: users, users: [ \"anna:hunter2-is-no-hash\" ] } } ] }\n");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await WrittenAsync(gateway, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
        Assert.NotEmpty(scene.Api.Objects("events"));
        Assert.DoesNotContain(scene.Api.Objects("events"), item => item.ToJsonString().Contains("hunter2", StringComparison.Ordinal));
    }

    private static Task<RunningGateway> StartAsync(ClusterScene scene, LogMemory log) => RunningGateway.StartAsync(
        new GatewayOptions { Kubernetes = { Kubeconfig = scene.Api.WriteKubeconfig(scene.State.Path) }, StateFolder = scene.State.Path },
        services => services.AddSingleton<ILoggerProvider>(log));

    private static async Task<JsonObject> EventAsync(FakeKubeApi api, string reason)
    {
        await Eventually.HoldsAsync(() => api.Objects("events").Any(item => Text(item, "reason") == reason), $"there is an Event {reason}");
        return api.Objects("events").First(item => Text(item, "reason") == reason);
    }

    private static Task WrittenAsync(RunningGateway gateway, int times) => Eventually.HoldsAsync(
        async () => (await gateway.MetricsAsync()).Contains($"{Family}{{result=\"written\"}} {times}\n", StringComparison.Ordinal), $"{times} Events are written");

    private static string Text(JsonObject item, params string[] path) => path.Aggregate((JsonNode)item, (node, key) => node[key]!).GetValue<string>();
}
