using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Upstreams;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Row UP-09: requests go to no listener of the gateway, and from a cluster's objects to nothing that trusts its neighbours.</summary>
public sealed class RefusedDestinationTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" };

    [Fact]
    public async Task UP_09_no_source_may_send_requests_to_the_gateways_own_listeners()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        folder.Write("admin.yaml", $"routes: [ {{ host: admin.example, service: \"{gateway.Admin.GetLeftPart(UriPartial.Authority)}\" }} ]");
        await gateway.EventuallyAnswersAsync("admin.example", 503);
        Assert.Contains($"127.0.0.1:{gateway.Admin.Port} is a listener of the gateway itself", (await gateway.AdminAsync("routes")).ToString(), StringComparison.Ordinal);
        folder.Write("metrics.yaml", RouteFiles.ConfigMap("metrics", "{ host: metrics.example, service: \"metrics:80\" }") + "---\n" + RouteFiles.Service("metrics", gateway.Metrics.Port));
        await gateway.EventuallyAnswersAsync("metrics.example", 503);
        Assert.Contains("every endpoint of Service 'default/metrics' is refused", (await gateway.AdminAsync("routes")).ToString(), StringComparison.Ordinal);
        folder.Write("name.yaml", $"routes: [ {{ host: name.example, service: \"http://localhost:{gateway.Admin.Port}\" }} ]");
        await gateway.EventuallyAnswersAsync("name.example", 503);
        folder.Write("any.yaml", $"routes: [ {{ host: any.example, service: \"http://0.0.0.0:{gateway.Admin.Port}\" }} ]");
        await gateway.EventuallyAnswersAsync("any.example", 503);
    }

    [Fact]
    public async Task UP_09_a_request_that_comes_back_is_answered_with_508()
    {
        using TemporaryFolder one = new(), other = new();
        await using RunningGateway first = await RunningGateway.StartAsync(one.Path), second = await RunningGateway.StartAsync(other.Path);
        one.Write("r.yaml", $"routes: [ {{ host: loop.example, service: \"{second.Public.GetLeftPart(UriPartial.Authority)}\" }} ]");
        other.Write("r.yaml", $"routes: [ {{ host: loop.example, service: \"{first.Public.GetLeftPart(UriPartial.Authority)}\" }} ]");
        await first.EventuallyAnswersAsync("loop.example", 508);
        Assert.Contains("edgestack_rejected_requests_total{reason=\"loop\"}", await first.MetricsAsync(), StringComparison.Ordinal);
        await first.LogLineAsync(line => line.TryGetProperty("error", out JsonElement error) && error.GetString() == "rejected: loop");
    }

    [Fact]
    public async Task Gateways_one_behind_the_other_are_no_loop_and_a_loop_through_many_replicas_ends()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder one = new(), other = new();
        other.Write("r.yaml", $"routes: [ {RouteFiles.Route("chain.example", backend)} ]");
        await using RunningGateway second = await RunningGateway.StartAsync(other.Path);
        one.Write("r.yaml", $"routes: [ {{ host: chain.example, service: \"{second.Public.GetLeftPart(UriPartial.Authority)}\" }} ]");
        await using RunningGateway first = await RunningGateway.StartAsync(one.Path);
        await first.EventuallyAnswersAsync("chain.example", 200);
        Assert.Equal(2, Assert.Single(backend.Requests).Headers["X-Edgestack-Hops"].Split(',').Distinct().Count());
        using HttpRequestMessage wandering = new(HttpMethod.Get, first.Target("/"));
        wandering.Headers.Add("X-Edgestack-Hops", string.Join(',', Enumerable.Range(0, 16)));
        using HttpResponseMessage response = await first.SendAsync(wandering, "chain.example");
        Assert.Equal(508, (int)response.StatusCode);
    }

    [Fact]
    public async Task UP_09_endpoints_and_urls_of_a_cluster_may_not_be_loopback_or_metadata_addresses()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        api.UpsertEndpointSlice("apps", "blog-1", "blog", "web", backend.Port, ["127.0.0.1"]);
        AddRoute(api, "blog", "blog:80");
        AddRoute(api, "metadata", "http://169.254.169.254");
        AddRoute(api, "server", $"http://{api.Address.Authority}");
        AddRoute(api, "mapped", "http://[::ffff:127.0.0.1]:80");
        AddRoute(api, "localhost", $"http://localhost:{backend.Port}");
        await using RunningGateway gateway = await StartAsync(api, folder, allow: "192.0.2.0/24");
        foreach (string host in (string[])["blog", "metadata", "server", "mapped", "localhost"])
            await gateway.EventuallyAnswersAsync($"{host}.example", 503);
        string routes = (await gateway.AdminAsync("routes")).ToString();
        Assert.Contains("every endpoint of Service 'apps/blog' is refused: 127.0.0.1 is loopback; the operator can allow it: upstreams.allowAddresses: [127.0.0.1]", routes, StringComparison.Ordinal);
        Assert.Contains("169.254.169.254 is link-local", routes, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task UP_09_the_api_server_is_refused_where_it_says_that_it_listens()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.FailNext(1, 403, verb: "get", plural: "endpoints");
        api.ServerAddress = "192.0.2.7:6443";
        AddRoute(api, "server", "http://192.0.2.7:6443");
        AddRoute(api, "beside", "http://192.0.2.7:6444");
        await using RunningGateway gateway = await StartAsync(api, folder, allow: "127.0.0.1/32");
        await Eventually.HoldsAsync(async () => await ReasonAsync(gateway, "server") == "192.0.2.7:6443 is the API server; the operator can allow it: upstreams.allowAddresses: [192.0.2.7]", "it is refused");
        Assert.Null(await ReasonAsync(gateway, "beside"));
    }

    [Fact]
    public async Task UP_09_upstreams_are_judged_anew_when_the_api_server_moves()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddRoute(api, "server", "http://192.0.2.7:6443");
        api.UpsertEndpointSlice("default", "kubernetes", "kubernetes", "https", 6443, ["192.0.2.6"]);
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions
        {
            Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path), Namespaces = ["apps", "default"] },
            Upstreams = { AllowAddresses = [Range("127.0.0.1/32")], UrlNamespaces = ["apps"] },
            Grants = { Hosts = [HostGrant.TryParse("*=apps", out HostGrant? grant, out _) ? grant! : throw new FormatException()] },
        });
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).ToString().Contains("server.example", StringComparison.Ordinal), "the route is known");
        Assert.Null(await ReasonAsync(gateway, "server"));
        api.UpsertEndpointSlice("default", "kubernetes", "kubernetes", "https", 6443, ["192.0.2.7"]);
        await Eventually.HoldsAsync(async () => await ReasonAsync(gateway, "server") is not null, "it is refused");
    }

    [Fact]
    public async Task A_service_that_stands_for_a_name_serves_where_the_operator_allows_its_namespace()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.UpsertExternalNameService("apps", "far", "localhost");
        AddRoute(api, "far", $"far:{backend.Port}");
        await using (RunningGateway refusing = await StartAsync(api, folder, allow: "127.0.0.0/8", urls: []))
        {
            // Before the first list is read everything answers 503.
            await Eventually.HoldsAsync(async () => (await refusing.AdminAsync("routes")).ToString().Contains("upstreams.urlNamespaces: [apps]", StringComparison.Ordinal), "the refusal is told");
            await refusing.EventuallyAnswersAsync("far.example", 503);
        }

        await using RunningGateway gateway = await StartAsync(api, folder, allow: "127.0.0.0/8");
        await gateway.EventuallyAnswersAsync("far.example", 200);
    }

    [Fact]
    public async Task UP_09_a_name_is_judged_by_where_dns_leads_at_every_connection()
    {
        ConnectGuard guard = new(new DestinationRules());
        DnsEndPoint name = new("localhost", 8123);
        RefusedDestinationException refused = await Assert.ThrowsAsync<RefusedDestinationException>(() => guard.AddressesOf(name, TestContext.Current.CancellationToken).AsTask());
        Assert.StartsWith("refused: localhost:8123 leads to where requests must not go:", refused.Message, StringComparison.Ordinal);
        guard.Trust(new HashSet<(string, int)> { ("localhost", 8123) });
        Assert.NotEmpty(await guard.AddressesOf(name, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<RefusedDestinationException>(() => guard.AddressesOf(new DnsEndPoint("localhost", 8124), TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_file_may_name_loopback_by_name_unless_a_cluster_names_it_too()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("r.yaml", $"routes: [ {{ host: name.example, service: \"http://localhost:{backend.Port}\" }} ]");
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Upstreams = { AllowAddresses = [Range("192.0.2.0/24")] } });
        await gateway.EventuallyAnswersAsync("name.example", 200);
    }

    [Fact]
    public async Task Endpoints_on_their_way_out_get_requests_only_while_none_is_ready()
    {
        await using TestBackend leaving = await TestBackend.StartAsync(), ready = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        AddRoute(api, "blog", "blog:80");
        AddSlice(api, "blog-1", leaving.Port, ready: false, serving: true, terminating: true);
        await using RunningGateway gateway = await StartAsync(api, folder, allow: "127.0.0.0/8");
        await gateway.EventuallyAnswersAsync("blog.example", 200);
        Assert.NotEmpty(leaving.Requests);

        AddSlice(api, "blog-2", ready.Port, ready: true, serving: true, terminating: false);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).ToString().Contains($":{ready.Port}", StringComparison.Ordinal), "the ready endpoint is known");
        leaving.Requests.Clear();
        for (int i = 0; i < 8; i++)
            await gateway.EventuallyAnswersAsync("blog.example", 200);
        Assert.Empty(leaving.Requests);

        AddSlice(api, "blog-2", ready.Port, ready: false, serving: false, terminating: true);
        AddSlice(api, "blog-1", leaving.Port, ready: false, serving: false, terminating: true);
        await gateway.EventuallyAnswersAsync("blog.example", 503);
    }

    private static async Task<string?> ReasonAsync(RunningGateway gateway, string name) =>
        (await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("name").GetString() == $"apps/{name}/0")
            .TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null;

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out AddressRange range) ? range : throw new FormatException(text);

    private static void AddSlice(FakeKubeApi api, string name, int port, bool ready, bool serving, bool terminating) => api.Upsert("endpointslices", new JsonObject
    {
        ["metadata"] = new JsonObject { ["namespace"] = "apps", ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "blog" } },
        ["addressType"] = "IPv4",
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "web", ["port"] = port, ["protocol"] = "TCP" }),
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray("127.0.0.1"),
            ["conditions"] = new JsonObject { ["ready"] = ready, ["serving"] = serving, ["terminating"] = terminating },
        }),
    });

    private static void AddRoute(FakeKubeApi api, string name, string service) => api.UpsertConfigMap(
        "apps", name, Labels, new Dictionary<string, string>(StringComparer.Ordinal) { ["r.yaml"] = $"routes:\n  - {{ host: {name}.example, service: \"{service}\" }}\n" });

    private static Task<RunningGateway> StartAsync(FakeKubeApi api, TemporaryFolder folder, string allow, string[]? urls = null) => RunningGateway.StartAsync(new GatewayOptions
    {
        Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) },
        Upstreams = { AllowAddresses = [Range(allow)], UrlNamespaces = urls ?? ["apps"] },
    });
}
