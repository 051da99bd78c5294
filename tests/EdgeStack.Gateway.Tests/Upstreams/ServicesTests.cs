using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Routes that name several services.</summary>
public sealed class ServicesTests
{
    [Fact]
    public async Task Requests_are_shared_by_weight_and_log_and_metrics_name_the_service_that_was_chosen()
    {
        await using TestBackend stable = await TestBackend.StartAsync(), canary = await TestBackend.StartAsync(), off = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, services: [ { service: \"stable:80\", weight: 9 }, { service: \"canary:80\" }, { service: \"off:80\", weight: 0 } ] }"));
        folder.Write("s.yaml", Service("stable", stable.Port) + "---\n" + Service("canary", canary.Port) + "---\n" + Service("off", off.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], AccessLog = { Format = AccessLogFormat.Traefik } });
        for (int i = 0; i < 40; i++)
            (await gateway.GetAsync("a.example")).Dispose();
        Assert.Equal((36, 4, 0), (stable.Requests.Count, canary.Requests.Count, off.Requests.Count));
        await Eventually.HoldsAsync(() => gateway.Log.Count == 40, "all are logged");
        Assert.Equal(4, gateway.Log.Count(line => line.GetProperty("ServiceName").GetString() == "default/canary:80"));
        JsonElement route = Assert.Single((await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray());
        Assert.Equal("default/stable:80 (9), default/canary:80 (1), default/off:80 (0)", route.GetProperty("upstream").GetString());
        Assert.Equal([9, 1, 0], route.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("weight").GetInt32()));
        Assert.Equal([stable.Port, canary.Port], route.GetProperty("endpoints").EnumerateArray().Select(endpoint => new Uri(endpoint.GetString()!).Port));
    }

    [Fact]
    public async Task A_service_without_an_endpoint_gives_its_share_to_the_others_and_an_edit_elsewhere_does_not_begin_the_turns_anew()
    {
        await using TestBackend one = await TestBackend.StartAsync(), other = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, services: [ { service: \"one:80\", weight: 2 }, { service: \"other:80\" } ] }"));
        folder.Write("one.yaml", Service("one", one.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        for (int i = 0; i < 6; i++)
            Assert.Equal(200, (int)(await gateway.GetAsync("a.example")).StatusCode);
        JsonElement service = (await gateway.AdminAsync("routes")).GetProperty("routes")[0].GetProperty("services")[1];
        Assert.Equal("there is no Service 'other' in namespace 'default'", service.GetProperty("reason").GetString());

        object before = gateway.Routes.Targets[0].Upstreams!;
        folder.Write("b.yaml", ConfigMap("b", Route("b.example", other)));
        folder.Write("other.yaml", Service("other", other.Port));
        await Eventually.HoldsAsync(() => gateway.Routes.Targets.Length == 2 && gateway.Routes.Targets[0].Upstreams!.All[1].Cluster.Fault is null, "the other service is known");
        Assert.Same(before, gateway.Routes.Targets[0].Upstreams);
        int answered = one.Requests.Count;
        for (int i = 0; i < 6; i++)
            (await gateway.GetAsync("a.example")).Dispose();
        Assert.Equal((4, 2), (one.Requests.Count - answered, other.Requests.Count));
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_tried_on_another_service_when_the_first_has_no_other_endpoint()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, services: [ {{ service: \"http://127.0.0.1:{FreePort.Closed()}\", weight: 5 }}, {{ service: \"web:80\" }} ], retry: {{ holdFor: 0s }} }}"));
        folder.Write("web.yaml", Service("web", backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        for (int i = 0; i < 10; i++)
            Assert.Equal(200, (int)(await gateway.GetAsync("a.example")).StatusCode);
        await Eventually.HoldsAsync(() => gateway.Log.Count == 10, "all are logged");
        Assert.All(gateway.Log, line => Assert.Equal($"127.0.0.1:{backend.Port}", line.GetProperty("upstream").GetString()));
        Assert.Equal(1, gateway.Log.Sum(line => line.GetProperty("retries").GetInt32()));
    }

    [Fact]
    public async Task A_request_is_held_while_no_service_has_an_endpoint_until_one_of_them_has()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, services: [ { service: \"one:80\" }, { service: \"other:80\" } ], retry: { holdFor: 60s } }", "{ host: b.example, services: [ { service: \"one:80\" }, { service: \"other:80\" } ], retry: { holdFor: 0s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        (await gateway.GetAsync("b.example")).Dispose();
        Assert.Equal("no endpoint: there is no Service 'one' in namespace 'default'; there is no Service 'other' in namespace 'default'",
            (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Task<HttpResponseMessage> waiting = gateway.GetAsync("a.example");
        await Eventually.HoldsAsync(() => gateway.Held == 1, "the request is held");
        folder.Write("other.yaml", Service("other", backend.Port));
        Assert.Equal(200, (int)(await waiting).StatusCode);
        Assert.Equal(0, gateway.Held);
    }

    [Fact]
    public async Task A_route_with_one_service_that_it_may_not_name_is_not_served_at_all()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, services: [ { service: \"web:80\" }, { service: \"elsewhere/web:80\" } ] }"));
        folder.Write("web.yaml", Service("web", backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("Service 'elsewhere/web'", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_endpoints_of_one_service_leave_the_other_and_the_table_alone()
    {
        await using TestBackend one = await TestBackend.StartAsync(), other = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, services: [ { service: \"one:80\" }, { service: \"other:80\" } ] }"));
        folder.Write("one.yaml", Service("one", one.Port));
        folder.Write("other.yaml", Service("other", other.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        long revision = gateway.Routes.Revision;
        EdgeStack.Gateway.Upstreams.UpstreamEndpoint stays = gateway.Routes.Targets[0].Upstreams!.All[0].Cluster.Endpoints[0];
        folder.Write("other.yaml", Service("other", other.Port, one.Port));
        await Eventually.HoldsAsync(() => gateway.Routes.Targets[0].Upstreams!.All[1].Cluster.Endpoints.Count == 2, "the endpoints have changed");
        Assert.Equal(revision, gateway.Routes.Revision);
        Assert.Same(stays, gateway.Routes.Targets[0].Upstreams!.All[0].Cluster.Endpoints[0]);
    }
}
