using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class KubernetesTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_labelled_config_map_routes_to_the_ready_endpoints_of_its_service(bool slices)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync(slices);
        using TemporaryFolder folder = new();
        AddService(api, slices, backend.Port);
        api.UpsertConfigMap("apps", "blog", Labels, Routes("blog.example"));
        api.UpsertConfigMap("apps", "unlabelled", null, Routes("unlabelled.example"));
        await using RunningGateway gateway = await StartAsync(api, folder);
        using HttpResponseMessage response = await gateway.GetAsync("blog.example");
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await gateway.EventuallyAnswersAsync("unlabelled.example", 404);
        Assert.Contains(api.Requests, request => request.Verb == "watch" && request.Plural == (slices ? "endpointslices" : "endpoints"));
        Assert.DoesNotContain(api.Requests, request => request.Plural == "secrets");
    }

    [Fact]
    public async Task Edits_and_deletions_take_effect_and_a_broken_edit_keeps_the_last_good_routes()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddService(api, slices: true, backend.Port);
        api.UpsertConfigMap("apps", "blog", Labels, Routes("one.example"));
        await using RunningGateway gateway = await StartAsync(api, folder);
        await gateway.EventuallyAnswersAsync("one.example", 200);

        api.UpsertConfigMap("apps", "blog", Labels, Routes("two.example"));
        await gateway.EventuallyAnswersAsync("two.example", 200);
        await gateway.EventuallyAnswersAsync("one.example", 404);

        api.UpsertConfigMap("apps", "blog", Labels, new Dictionary<string, string>(StringComparer.Ordinal) { ["routes.yaml"] = "routes:\n  - hots: three.example\n" });
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength() > 0, "the problem is reported");
        JsonElement problem = (await gateway.AdminAsync("problems")).GetProperty("problems")[0];
        Assert.Equal(("ConfigMap apps/blog", "routes.yaml", 2, "did you mean 'host'?"),
            (problem.GetProperty("object").GetString(), problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("fix").GetString()));
        await gateway.EventuallyAnswersAsync("two.example", 200);
        Assert.Contains("edgestack_gateway_config_last_reload_successful 0", await gateway.MetricsAsync(), StringComparison.Ordinal);

        api.DeleteConfigMap("apps", "blog");
        await gateway.EventuallyAnswersAsync("two.example", 404);
        Assert.Equal(0, (await gateway.AdminAsync("problems")).GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task A_host_whose_pods_are_away_answers_503_until_one_is_ready()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync(servesEndpointSlices: false);
        using TemporaryFolder folder = new();
        api.UpsertService("apps", "blog", ("", 80, "8080"));
        api.UpsertEndpoints("apps", "blog", "", backend.Port, [], ["127.0.0.1"]);
        api.UpsertConfigMap("apps", "blog", Labels, Routes("blog.example"));
        await using RunningGateway gateway = await StartAsync(api, folder);
        using (HttpResponseMessage response = await gateway.GetAsync("blog.example"))
        {
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal("5", response.Headers.RetryAfter?.ToString());
        }

        Assert.Contains("has no ready endpoint", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        JsonElement route = (await gateway.AdminAsync("routes")).GetProperty("routes")[0];
        Assert.Equal("no-endpoints", route.GetProperty("state").GetString());
        api.UpsertEndpoints("apps", "blog", "", backend.Port, ["127.0.0.1"]);
        await gateway.EventuallyAnswersAsync("blog.example", 200);
    }

    [Fact]
    public async Task K8_04_routes_go_on_serving_while_the_api_server_is_away_and_changes_arrive_when_it_is_back()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddService(api, slices: true, backend.Port);
        api.UpsertConfigMap("apps", "blog", Labels, Routes("one.example"));
        await using RunningGateway gateway = await StartAsync(api, folder);
        await api.GoAwayAsync();
        await Eventually.HoldsAsync(async () => Source(await gateway.AdminAsync("overview")).GetProperty("fault").ValueKind == JsonValueKind.String, "the outage is reported");
        await gateway.EventuallyAnswersAsync("one.example", 200);
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), TestContext.Current.CancellationToken))
            Assert.Equal(200, (int)ready.StatusCode);

        api.UpsertConfigMap("apps", "blog", Labels, Routes("two.example"));
        await api.ComeBackAsync();
        await gateway.EventuallyAnswersAsync("two.example", 200);
        await Eventually.HoldsAsync(async () => Source(await gateway.AdminAsync("overview")).GetProperty("fault").ValueKind == JsonValueKind.Null, "the outage has ended");
    }

    [Fact]
    public async Task K8_02_a_list_that_repeats_what_is_known_makes_no_new_table()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddService(api, slices: true, backend.Port);
        api.UpsertConfigMap("apps", "blog", Labels, Routes("one.example"));
        await using RunningGateway gateway = await StartAsync(api, folder);
        await api.UntilWatchedAsync("configmaps");
        await gateway.EventuallyAnswersAsync("one.example", 200);
        long revision = await RevisionAsync(gateway);
        int lists = api.Requests.Count(IsConfigMapList);
        api.ForgetHistory();
        api.ExpireWatches();
        await Eventually.HoldsAsync(() => api.Requests.Count(IsConfigMapList) > lists, "the ConfigMaps are listed again");
        await api.UntilWatchedAsync("configmaps");
        api.UpsertEndpointSlice("apps", "blog-1", "blog", "web", backend.Port, [], ["127.0.0.1"]);
        await gateway.EventuallyAnswersAsync("one.example", 503);
        Assert.Equal(revision, await RevisionAsync(gateway));
    }

    [Fact]
    public async Task A_url_in_a_config_map_is_quarantined_because_it_needs_the_operators_permission()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.UpsertConfigMap("apps", "blog", Labels, new Dictionary<string, string>(StringComparer.Ordinal) { ["r.yaml"] = $"routes:\n  - {RouteFiles.Route("blog.example", backend)}\n" });
        await using RunningGateway gateway = await StartAsync(api, folder);
        await gateway.EventuallyAnswersAsync("blog.example", 503);
        Assert.Empty(backend.Requests);
    }

    private static async Task<long> RevisionAsync(RunningGateway gateway) =>
        (await gateway.AdminAsync("overview")).GetProperty("table").GetProperty("revision").GetInt64();

    private static bool IsConfigMapList(FakeKubeApiRequest request) => request is { Verb: "list", Plural: "configmaps" };

    private static JsonElement Source(JsonElement overview) => overview.GetProperty("sources")[0];

    private static void AddService(FakeKubeApi api, bool slices, int port)
    {
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        if (slices)
            api.UpsertEndpointSlice("apps", "blog-1", "blog", "web", port, ["127.0.0.1"]);
        else
            api.UpsertEndpoints("apps", "blog", "web", port, ["127.0.0.1"]);
    }

    private static Dictionary<string, string> Routes(string host) => new(StringComparer.Ordinal) { ["routes.yaml"] = $"routes:\n  - {{ host: {host}, service: \"blog:80\" }}\n" };

    private static Task<RunningGateway> StartAsync(FakeKubeApi api, TemporaryFolder folder) =>
        RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) } });
}
