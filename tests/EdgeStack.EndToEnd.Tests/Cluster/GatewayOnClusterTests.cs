using System.Collections.Concurrent;
using System.Text.Json;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>What a person does with the gateway on a cluster: real API server, real pods, the native program.</summary>
[Collection(ClusterTests.Name)]
public sealed class GatewayOnClusterTests(GatewayPod gateway) : IClassFixture<GatewayPod>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_config_map_routes_a_host_to_a_pod_and_every_request_is_logged_and_counted()
    {
        gateway.RequireCluster();
        await gateway.AnswersAsync("first.example", 404);
        await DeployAsync("first", replicas: 1);
        await gateway.AnswersAsync("first.example", 200, body => body.StartsWith("first-", StringComparison.Ordinal));

        string logs = await gateway.Kubectl.RunAsync("-n", gateway.Home, "logs", "deployment/edgestack-gateway");
        JsonElement line = logs.Split('\n').Where(text => text.StartsWith('{')).Select(text => JsonDocument.Parse(text).RootElement)
            .First(record => record.GetProperty("host").GetString() == "first.example" && record.GetProperty("status").GetInt32() == 200);
        Assert.Equal($"{gateway.Apps}/first/0", line.GetProperty("route").GetString());
        Assert.StartsWith("10.42.", line.GetProperty("upstream").GetString(), StringComparison.Ordinal);
        string metrics = await gateway.Client.GetStringAsync($"http://{gateway.Address}:9901/metrics", Cancellation);
        Assert.Contains($"edgestack_gateway_requests_total{{host=\"first.example\",route=\"{gateway.Apps}/first/0\",method=\"GET\",code=\"200\"}}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_config_map_moves_the_host_and_a_broken_one_keeps_it()
    {
        gateway.RequireCluster();
        await DeployAsync("edit", replicas: 1);
        await gateway.AnswersAsync("edit.example", 200);
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "edit", "{ host: edited.example, service: \"edit:web\" }"));
        await gateway.AnswersAsync("edited.example", 200);
        await gateway.AnswersAsync("edit.example", 404);

        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "edit", "{ hots: broken.example, service: \"edit:web\" }"));
        await using PortForward admin = await PortForward.StartAsync(gateway.Kubectl, gateway.Home, 9902);
        await Eventually.HoldsAsync(async () => (await gateway.Client.GetStringAsync($"{admin.Address}/api/v1/problems", Cancellation))
            .Contains("unknown field 'hots'", StringComparison.Ordinal), "the problem is reported");
        await gateway.AnswersAsync("edited.example", 200);
        (int exitCode, string output) = await CommandLineRun.ToEndAsync("routes", "list", "--admin", admin.Address);
        Assert.Equal(0, exitCode);
        Assert.Contains("edited.example", output, StringComparison.Ordinal);
        await gateway.Kubectl.RunAsync("-n", gateway.Apps, "delete", "configmap", "edit");
        await gateway.AnswersAsync("edited.example", 404);
    }

    [Fact]
    public async Task A_broken_edit_is_an_event_that_kubectl_describe_shows_and_a_mended_one_another()
    {
        gateway.RequireCluster();
        await DeployAsync("told", replicas: 1);
        await gateway.AnswersAsync("told.example", 200);
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "told", "{ hots: told.example, service: \"told:web\" }"));
        JsonElement warning = await EventAsync("RoutesRejected");
        string uid = await gateway.Kubectl.RunAsync("-n", gateway.Apps, "get", "configmap", "told", "-o", "jsonpath={.metadata.uid}");
        Assert.Equal(("Warning", uid), (warning.GetProperty("type").GetString(), warning.GetProperty("involvedObject").GetProperty("uid").GetString()));
        Assert.Contains("unknown field 'hots' (did you mean 'host'?)", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        string described = await gateway.Kubectl.RunAsync("-n", gateway.Apps, "describe", "configmap", "told");
        Assert.Matches(@"Warning +RoutesRejected +\S+ +edgestack-gateway +routes\.yaml:\d+:\d+: unknown field 'hots'", described);

        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "told", "{ host: told.example, service: \"told:web\" }"));
        Assert.Equal("Normal", (await EventAsync("RoutesAccepted")).GetProperty("type").GetString());
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "told", "{ hots: told.example, service: \"told:web\" }"));
        await Eventually.HoldsAsync(async () => (await EventAsync("RoutesRejected")).GetProperty("count").GetInt32() == 2, "the same mistake again is the same Event again");
        Assert.Equal(2, (await EventsAsync()).Length);
    }

    [Fact]
    public async Task A_deployment_scaled_to_two_is_served_by_both_pods_and_scaled_to_none_answers_503()
    {
        gateway.RequireCluster();
        await DeployAsync("scale", replicas: 1);
        await gateway.AnswersAsync("scale.example", 200);
        await gateway.Kubectl.RunAsync("-n", gateway.Apps, "scale", "deployment/scale", "--replicas=2");
        ConcurrentDictionary<string, bool> pods = new(StringComparer.Ordinal);
        await gateway.AnswersAsync("scale.example", 200, body => pods.TryAdd(body, true) && pods.Count == 2);
        await gateway.Kubectl.RunAsync("-n", gateway.Apps, "scale", "deployment/scale", "--replicas=0");
        await gateway.AnswersAsync("scale.example", 503);
    }

    [Fact]
    public async Task UP_07_a_rollout_of_the_backend_under_load_fails_no_request()
    {
        gateway.RequireCluster();
        await DeployAsync("roll", replicas: 1);
        await gateway.AnswersAsync("roll.example", 200);
        await using Load load = Load.Start(gateway, "roll.example");
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, "roll", 1, "v2"));
        await gateway.Kubectl.RunAsync("-n", gateway.Apps, "rollout", "status", "deployment/roll", "--timeout=90s");
        await gateway.AnswersAsync("roll.example", 200, body => body.Contains("v2", StringComparison.Ordinal));
        // The old pod has to be really gone before the load may end.
        await Eventually.HoldsAsync(async () => (await gateway.Kubectl.RunAsync("-n", gateway.Apps, "get", "pods", "-l", "app=roll", "-o", "name"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1, "only the new pod is left", TimeSpan.FromMinutes(3));
        await load.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Answered} requests, {load.Failures.Count} failed");
        Assert.Empty(load.Failures);
        Assert.True(load.Answered > 100, $"only {load.Answered} requests were sent");
        Assert.Contains(load.Versions, version => version.EndsWith("v1", StringComparison.Ordinal));
        Assert.Contains(load.Versions, version => version.EndsWith("v2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task K8_07_the_gateway_may_read_routes_and_endpoints_write_events_and_nothing_else()
    {
        gateway.RequireCluster();
        string account = $"--as=system:serviceaccount:{gateway.Home}:edgestack-gateway";
        foreach ((string verb, string resource, string expected) in ((string, string, string)[])
            [("watch", "configmaps", "yes"), ("list", "services", "yes"), ("watch", "endpoints", "yes"), ("get", "secrets", "no"), ("list", "secrets", "no"), ("update", "configmaps", "no"), ("get", "pods", "no"),
             ("create", "events", "yes"), ("patch", "events", "yes"), ("list", "events", "no"), ("delete", "events", "no"), ("create", "configmaps", "no")])
        {
            string answer = await gateway.Kubectl.Command("-n", gateway.Apps, "auth", "can-i", verb, resource, account)
                .WithValidation(CliWrap.CommandResultValidation.None).ReadAsync();
            Assert.True(answer == expected, $"{verb} {resource}: {answer}");
        }
    }

    private async Task<JsonElement> EventAsync(string reason)
    {
        JsonElement[] found = [];
        await Eventually.HoldsAsync(async () => (found = [.. (await EventsAsync()).Where(item => item.GetProperty("reason").GetString() == reason)]).Length > 0, $"there is an Event {reason}");
        return Assert.Single(found);
    }

    private async Task<JsonElement[]> EventsAsync() => [.. JsonDocument.Parse(await gateway.Kubectl.RunAsync(
        "-n", gateway.Apps, "get", "events", "--field-selector=involvedObject.kind=ConfigMap,involvedObject.name=told", "-o", "json")).RootElement.GetProperty("items").EnumerateArray()];

    private async Task DeployAsync(string name, int replicas)
    {
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, name, replicas, "v1"));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, name, $"{{ host: {name}.example, service: \"{name}:80\" }}"));
    }
}
