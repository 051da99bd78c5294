using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Secrets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Kubernetes;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>Secrets that routes name: read by name, missing ones close their route, nothing of them is told.</summary>
public sealed class SecretsTests
{
    private const string Hash = "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="; // of the password "secret"

    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" };

    [Fact]
    public async Task K8_07_a_route_waits_with_503_for_its_secret_which_is_read_by_name_only_and_heals_by_itself()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddRoute(api, backend);
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) } });
        await gateway.EventuallyAnswersAsync("blog.example", 503);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).ToString().Contains("waiting for Secret apps/users: it does not exist", StringComparison.Ordinal), "the reason is told");

        AddSecret(api);
        await gateway.EventuallyAnswersAsync("blog.example", 401);
        using HttpRequestMessage login = new(HttpMethod.Get, gateway.Target("/"));
        login.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:secret"u8));
        using HttpResponseMessage response = await gateway.SendAsync(login, "blog.example");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.All(api.Requests.Where(request => request.Plural == "secrets"), request => Assert.Equal(("get", "/api/v1/namespaces/apps/secrets/users"), (request.Verb, request.Path)));
        Assert.DoesNotContain("5en6G6", (await gateway.AdminAsync("routes")).ToString() + await gateway.AdminAsync("problems"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_starts_has_its_secrets_before_it_serves()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        AddRoute(api, backend);
        AddSecret(api);
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) } });
        using HttpResponseMessage response = await gateway.GetAsync("blog.example");
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_secret_beside_the_routes_of_a_folder_is_used_and_its_loss_closes_the_route()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("r.yaml", $"routes: [ {{ host: blog.example, service: \"{backend.Address}\", middlewares: [ {{ basicAuth: {{ secret: users }} }} ] }} ]");
        folder.Write("s.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: users }}\ndata: {{ users: {Convert.ToBase64String(Encoding.UTF8.GetBytes($"ann:{Hash}"))} }}\n");
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using (HttpResponseMessage response = await gateway.GetAsync("blog.example"))
            Assert.Equal(401, (int)response.StatusCode);
        folder.Write("s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: users }\ndata: { users: \"not base64!\" }\n");
        await gateway.EventuallyAnswersAsync("blog.example", 503);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("problems")).ToString() is var told
            && told.Contains("data.users of Secret 'users' is not base64", StringComparison.Ordinal)
            && told.Contains("waiting for Secret default/users", StringComparison.Ordinal), "both problems are told");
        folder.Write("s.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: users }}\nstringData: {{ users: \"ann:{Hash}\" }}\n");
        await gateway.EventuallyAnswersAsync("blog.example", 401);
    }

    [Theory]
    [InlineData("apps", "it has not been read yet")]
    [InlineData("default", "no file beside the routes has it")]
    public void A_secret_that_the_cluster_has_not_been_asked_for_is_not_looked_for_in_files(string @namespace, string why) =>
        Assert.Equal(why, new SecretStore { ClusterNamespaces = ["apps"] }.FaultOf(new SecretName(@namespace, "users")));

    [Fact]
    public async Task A_secret_is_read_again_every_30_seconds_and_kept_while_the_server_does_not_say()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        FakeTimeProvider time = new();
        using KubernetesApi connection = KubernetesApi.Connect(new KubernetesOptions { Kubeconfig = api.WriteKubeconfig(folder.Path) }, time, NullLoggerFactory.Instance);
        SecretStore store = new();
        ClusterSecrets secrets = new(connection, ["apps"], store, time);
        store.Want([new SecretName("apps", "users"), new SecretName("elsewhere", "users")], []);
        Assert.Equal(TimeSpan.FromSeconds(2), await secrets.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.IsType<SecretLookup.Missing>(store.Look("apps", "users"));
        AddSecret(api);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(30), await secrets.RefreshAsync(TestContext.Current.CancellationToken));
        SecretLookup.Found found = Assert.IsType<SecretLookup.Found>(store.Look("apps", "users"));
        Assert.DoesNotContain("ann", found.ToString(), StringComparison.Ordinal);

        api.FailNext(1, 403, verb: "get");
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(2), await secrets.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.IsType<SecretLookup.Found>(store.Look("apps", "users"));

        api.Delete("secrets", "apps", "users");
        time.Advance(TimeSpan.FromSeconds(30));
        await secrets.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.IsType<SecretLookup.Missing>(store.Look("apps", "users"));
    }

    private static void AddSecret(FakeKubeApi api) => api.Upsert("secrets", new JsonObject
    {
        ["metadata"] = new JsonObject { ["namespace"] = "apps", ["name"] = "users" },
        ["data"] = new JsonObject { ["users"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"ann:{Hash}")) },
    });

    private static void AddRoute(FakeKubeApi api, TestBackend backend)
    {
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        api.UpsertEndpointSlice("apps", "blog-1", "blog", "web", backend.Port, ["127.0.0.1"]);
        api.UpsertConfigMap("apps", "blog", Labels, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["r.yaml"] = "routes:\n  - { host: blog.example, service: \"blog:80\", middlewares: [ { basicAuth: { secret: users } } ] }\n",
        });
    }
}
