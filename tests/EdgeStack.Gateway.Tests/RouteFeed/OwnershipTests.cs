using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Ownership;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>Namespaces that share a gateway.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task CF_07_a_younger_route_of_another_namespace_gets_nothing_until_the_operator_grants_it()
    {
        await using TestBackend owner = await TestBackend.StartAsync(), other = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddBackend(api, "apps", owner);
        AddBackend(api, "team-b", other);
        AddRoute(api, "team-b", "2026-02-01T00:00:00Z", "match: 'Host(`shop.example`) && PathPrefix(`/login`)', priority: 1000000, service: \"blog:80\"");
        AddRoute(api, "apps", "2026-01-01T00:00:00Z", "host: shop.example, service: \"blog:80\"");
        await using (RunningGateway gateway = await StartAsync(api, folder))
        {
            using HttpResponseMessage response = await gateway.GetAsync("shop.example", "/login");
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Single(owner.Requests);
            JsonElement problem = (await gateway.AdminAsync("problems")).GetProperty("problems")[0];
            Assert.Equal("error", problem.GetProperty("severity").GetString());
            Assert.Contains("belongs to namespace 'apps' (ConfigMap apps/blog, routes.yaml:2:5)", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains("grants.hosts: [shop.example=team-b]", problem.GetProperty("fix").GetString(), StringComparison.Ordinal);
            Assert.Contains((await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray(), route => route.GetProperty("state").GetString() == "quarantined");
        }

        await using RunningGateway granting = await StartAsync(api, folder, options => options.Grants.Hosts = [Grant("shop.example=team-b")]);
        using (await granting.GetAsync("shop.example", "/login"))
            Assert.Single(other.Requests);
    }

    [Fact]
    public async Task A_service_of_another_namespace_serves_while_its_annotation_lets_the_route_in()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddBackend(api, "team-b", backend);
        AddRoute(api, "apps", "2026-01-01T00:00:00Z", "host: shop.example, service: \"team-b/blog:80\"");
        AddRoute(api, "apps", "2026-01-01T00:00:00Z", "host: far.example, service: \"far/blog:80\"", "far");
        await using RunningGateway gateway = await StartAsync(api, folder);
        await gateway.EventuallyAnswersAsync("shop.example", 503);
        string problems = (await gateway.AdminAsync("problems")).ToString();
        Assert.Contains("Service 'team-b/blog' does not let in routes of namespace 'apps'", problems, StringComparison.Ordinal);
        Assert.Contains("kubectl -n team-b annotate service blog edgestack.dev/allow-routes-from=apps", problems, StringComparison.Ordinal);
        Assert.Contains("Service 'far/blog' is in a namespace that is not watched", problems, StringComparison.Ordinal);

        Annotate(api, "shop, apps");
        await gateway.EventuallyAnswersAsync("shop.example", 200);
        Annotate(api, "shop");
        await gateway.EventuallyAnswersAsync("shop.example", 503);
        Assert.Contains("does not let in", (await gateway.LogLineAsync(line => line.TryGetProperty("error", out _))).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_serves_where_the_operator_allows_its_namespace()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddRoute(api, "apps", "2026-01-01T00:00:00Z", $"host: url.example, service: \"{backend.Address}\"");
        AddRoute(api, "team-b", "2026-01-01T00:00:00Z", $"host: other.example, service: \"{backend.Address}\"");
        await using RunningGateway gateway = await StartAsync(api, folder, options => options.Upstreams.UrlNamespaces = ["apps"]);
        await gateway.EventuallyAnswersAsync("url.example", 200);
        await gateway.EventuallyAnswersAsync("other.example", 503);
        Assert.Contains("upstreams.urlNamespaces: [team-b]", (await gateway.AdminAsync("problems")).ToString(), StringComparison.Ordinal);
    }

    private static HostGrant Grant(string text) => HostGrant.TryParse(text, out HostGrant? grant, out string? fault) ? grant! : throw new ArgumentException(fault, nameof(text));

    private static void AddBackend(FakeKubeApi api, string @namespace, TestBackend backend)
    {
        api.UpsertService(@namespace, "blog", ("web", 80, "8080"));
        api.UpsertEndpointSlice(@namespace, "blog-1", "blog", "web", backend.Port, ["127.0.0.1"]);
    }

    private static void Annotate(FakeKubeApi api, string allowed) => api.Upsert("services", new JsonObject
    {
        ["metadata"] = new JsonObject { ["namespace"] = "team-b", ["name"] = "blog", ["annotations"] = new JsonObject { ["edgestack.dev/allow-routes-from"] = allowed } },
        ["spec"] = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["name"] = "web", ["port"] = 80, ["protocol"] = "TCP" }) },
    });

    private static void AddRoute(FakeKubeApi api, string @namespace, string created, string route, string name = "blog") => api.Upsert("configmaps", new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["namespace"] = @namespace,
            ["name"] = name,
            ["creationTimestamp"] = created,
            ["labels"] = new JsonObject { ["edgestack.dev/routes"] = "true" },
        },
        ["data"] = new JsonObject { ["routes.yaml"] = $"routes:\n  - {{ {route} }}\n" },
    });

    private static Task<RunningGateway> StartAsync(FakeKubeApi api, TemporaryFolder folder, Action<GatewayOptions>? configure = null)
    {
        GatewayOptions options = new() { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path), Namespaces = ["apps", "team-b"] } };
        configure?.Invoke(options);
        return RunningGateway.StartAsync(options);
    }
}
