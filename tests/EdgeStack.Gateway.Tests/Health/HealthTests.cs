using System.Net;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tests.Tunnel;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Health;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_with_its_routes_read_is_live_and_ready()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Assert.Equal("ok\n", await gateway.Client.GetStringAsync(new Uri(gateway.Metrics, "/healthz/live"), Cancellation));
        Assert.Equal("ok\n", await gateway.Client.GetStringAsync(new Uri(gateway.Metrics, "/healthz/ready"), Cancellation));
    }

    [Fact]
    public async Task A_gateway_that_starts_while_the_api_server_is_away_is_live_but_not_ready_and_says_why()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        string kubeconfig = api.WriteKubeconfig(folder.Path);
        await api.GoAwayAsync();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = kubeconfig } });
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("Kubernetes apps has not been read yet", await ready.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Equal("ok\n", await gateway.Client.GetStringAsync(new Uri(gateway.Metrics, "/healthz/live"), Cancellation));
        await api.ComeBackAsync();
        await Eventually.HoldsAsync(async () =>
        {
            using HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), Cancellation);
            return ready.IsSuccessStatusCode;
        }, "the gateway is ready");
    }

    [Fact]
    public async Task The_families_of_a_gateway_that_has_served_are_these()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new(), kubeconfig = new(), tunnel = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), "{ host: down.example, service: \"http://127.0.0.1:1\", retry: { holdFor: 100ms } }"));
        GatewayOptions options = new() { Routes = [folder.Path], Kubernetes = { Kubeconfig = api.WriteKubeconfig(kubeconfig.Path) } };
        options.UseTunnel(tunnel);
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, StandIn.StayAtHome);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("tunnel")).GetProperty("state").GetString() == "ready", "the tunnel is ready");
        using HttpRequestMessage request = new(HttpMethod.Post, gateway.Target("/")) { Content = new StringContent("body") };
        (await gateway.SendAsync(request, "a.example")).Dispose();
        (await gateway.GetAsync("down.example")).Dispose();
        (await gateway.GetAsync("a.example", "/a%zz")).Dispose();
        await Eventually.HoldsAsync(() => gateway.Log.Count == 3, "all are logged");
        string families = string.Join('\n', (await gateway.MetricsAsync()).Split('\n')
            .Where(line => line.StartsWith("# HELP edgestack_", StringComparison.Ordinal) || line.StartsWith("# TYPE edgestack_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
        GoldenCase.Read("", "families.golden").Check(families + "\n");
    }

    [Fact]
    public async Task A_series_ends_with_its_route_and_not_before()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), Route("b.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        (await gateway.GetAsync("a.example")).Dispose();
        (await gateway.GetAsync("b.example")).Dispose();
        await Eventually.HoldsAsync(() => gateway.Log.Count == 2, "both are logged");
        Assert.Contains("host=\"b.example\"", await gateway.MetricsAsync(), StringComparison.Ordinal);
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await Eventually.HoldsAsync(async () => !(await gateway.MetricsAsync()).Contains("b.example", StringComparison.Ordinal), "the series of b.example have ended");
        Assert.Contains("edgestack_gateway_requests_total{host=\"a.example\",route=\"default/a/0\",method=\"GET\",code=\"200\"} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_in_flight_never_fall_below_zero_when_their_route_ends_before_they_do()
    {
        SemaphoreSlim go = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(context => go.WaitAsync(context.RequestAborted));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Task<HttpResponseMessage> waiting = gateway.GetAsync("a.example");
        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("requests_in_flight{host=\"a.example\"} 1", StringComparison.Ordinal), "one is in flight");
        folder.Write("a.yaml", ConfigMap("a", Route("b.example", backend)));
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).GetRawText().Contains("b.example", StringComparison.Ordinal), "the route has moved");
        go.Release();
        (await waiting).Dispose();
        await gateway.LogLineAsync(line => line.GetProperty("status").GetInt32() == 200);
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        go.Release(1000);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("requests_in_flight{host=\"a.example\"} 0", StringComparison.Ordinal), "none is in flight");
    }

    [Fact]
    public async Task Invented_hosts_and_methods_do_not_make_series()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        for (int i = 0; i < 20; i++)
        {
            using HttpRequestMessage request = new(new HttpMethod($"M{i}"), gateway.Target($"/{i}"));
            (await gateway.SendAsync(request, $"h{i}.example")).Dispose();
        }

        await Eventually.HoldsAsync(() => gateway.Log.Count == 20, "all are logged");
        Assert.Equal(["edgestack_gateway_requests_total{host=\"_other\",route=\"_none\",method=\"_other\",code=\"404\"} 20"],
            (await gateway.MetricsAsync()).Split('\n').Where(line => line.StartsWith("edgestack_gateway_requests_total{", StringComparison.Ordinal)));
    }
}
