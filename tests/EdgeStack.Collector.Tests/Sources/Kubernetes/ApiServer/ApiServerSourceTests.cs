using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

public sealed class ApiServerSourceTests
{
    private const string Up = """up{job="apiserver",instance="192.0.2.1:6443"}""", Cpu = """process_cpu_seconds_total{job="apiserver",instance="192.0.2.1:6443"}""", Page = "process_cpu_seconds_total 41.5\n";

    [Fact]
    public async Task Its_process_is_shown_under_the_job_by_which_dashboards_choose()
    {
        await using ClusterScene scene = await SceneAsync();
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Equal("41.5", reading[Cpu]);
        Assert.Equal("1", reading[Up]);
        Assert.Equal("31", reading["""edgestack_kubernetes_apiserver_page_bytes{instance="192.0.2.1:6443"}"""]);
        Assert.Equal("0", reading["""edgestack_kubernetes_apiserver_unreadable_lines{instance="192.0.2.1:6443"}"""]);
    }

    [Fact]
    public async Task A_server_that_does_not_say_where_it_is_goes_by_the_address_that_we_know()
    {
        await using ClusterScene scene = await SceneAsync();
        scene.Server.Pages["/api"] = context => context.Response.WriteAsync("""{ "kind": "APIVersions" }""");
        Assert.Equal("1", (await scene.ReadAsync(Source(scene)))[$$"""up{job="apiserver",instance="{{scene.Server.Address.Authority}}"}"""]);
    }

    [Fact]
    public async Task Without_the_rule_the_sentence_names_it_and_the_state_of_the_cluster_is_shown_on()
    {
        await using ClusterScene scene = await SceneAsync();
        scene.Server.Refuse(403);
        Reading reading = await scene.ReadAsync(Source(scene));
        string why = Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why;
        Assert.Contains("bind a ClusterRole with verb get on nonResourceURLs [/metrics] to our account", why, StringComparison.Ordinal);
        Assert.EndsWith("Or do without its metrics: kubernetes.apiServer: false.", why, StringComparison.Ordinal);
        // It answers: whether it works is not known, and is not said.
        Assert.Empty(reading.Text);
        Assert.Equal("1", scene.ReadState()["""kube_namespace_status_phase{namespace="shop",phase="Active"}"""]);
    }

    [Theory]
    [InlineData(401, "does not accept our credentials", null)]
    [InlineData(404, "The API server does not serve /metrics (404", null)]
    [InlineData(429, "asks us to slow down", null)]
    [InlineData(500, "answered 500 to get /metrics", "0")]
    public async Task A_refusal_is_told_and_only_one_that_fails_is_down(int status, string sentence, string? up)
    {
        await using ClusterScene scene = await SceneAsync();
        await scene.ReadAsync(Source(scene));
        ApiServerSource source = Source(scene);
        await scene.ReadAsync(source);
        scene.Server.Refuse(status);
        Reading reading = await scene.ReadAsync(source);
        Assert.Contains(sentence, Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
        Assert.Equal(up, reading[Up]);
        Assert.Null(reading[Cpu]);
    }

    [Fact]
    public async Task A_server_that_is_away_is_down_under_the_name_that_it_had()
    {
        await using ClusterScene scene = await SceneAsync();
        ApiServerSource source = Source(scene);
        await scene.ReadAsync(source);
        await scene.Server.GoAwayAsync();
        Reading reading = await scene.ReadAsync(source);
        Assert.Contains("cannot be reached", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
        Assert.Equal("0", reading[Up]);
        await scene.Server.ComeBackAsync();
        Assert.Equal("1", (await scene.ReadAsync(source))[Up]);
    }

    [Fact]
    public async Task A_page_that_stops_in_the_middle_counts_as_far_as_it_was_read()
    {
        await using ClusterScene scene = await SceneAsync();
        scene.Server.Show(async context =>
        {
            await context.Response.WriteAsync(Page + "go_gorout");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        // A busy machine may not have got to the page within a second.
        int seconds = 1;
        Reading reading = await ReadAsync();
        for (; seconds < 32 && reading[Cpu] is null; reading = await ReadAsync())
            seconds *= 2;
        Assert.Equal($"The API server did not answer get /metrics within {seconds} s.", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why);
        Assert.Equal(("41.5", "0"), (reading[Cpu], reading[Up]));

        Task<Reading> ReadAsync() => scene.ReadAsync(Source(scene, new ApiServerOptions { Timeout = TimeSpan.FromSeconds(seconds) }));
    }

    [Theory]
    [InlineData("more than 10 of its samples would be shown", 1_000_000, 10, 100_000)]
    [InlineData("more than 1000 bytes of it would be shown", 1_000_000, 1_000, 1_000)]
    [InlineData("the page is longer than 50000 bytes", 50_000, 100_000, 1_000_000)]
    public async Task A_page_that_is_more_than_is_read_is_shown_so_far_and_the_limit_is_said(string why, int page, int samples, int shown)
    {
        await using ClusterScene scene = await SceneAsync();
        scene.Server.Show(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"workqueue_depth{{name=\"queue-{i}\"}} 1\n")));
        Reading reading = await scene.ReadAsync(Source(scene, new ApiServerOptions { MaximumPageBytes = page, MaximumSamples = samples, MaximumShownBytes = shown }));
        Assert.Equal($"the rest of the API server's page is not shown: {why}", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why);
        Assert.Equal("1", reading["""workqueue_depth{name="queue-0",job="apiserver",instance="192.0.2.1:6443"}"""]);
        Assert.Null(reading["""workqueue_depth{name="queue-4999",job="apiserver",instance="192.0.2.1:6443"}"""]);
        Assert.Equal("1", reading[Up]);
    }

    [Fact]
    public async Task A_replica_that_does_not_speak_for_the_cluster_asks_nothing()
    {
        await using ClusterScene scene = await SceneAsync();
        ClusterLease notHeld = new("edgestack/collector", TimeProvider.System);
        Reading reading = await scene.ReadAsync(new ApiServerSource(scene.Api, notHeld, new ApiServerOptions(), ClusterScene.Every));
        Assert.IsType<SourceOutcome.Absent>(reading.Outcome);
        Assert.DoesNotContain(scene.Server.Requests, request => request.Path == "/metrics");
    }

    [Theory]
    [InlineData(15, 30)]
    [InlineData(60, 60)]
    public async Task It_is_read_more_seldom_than_kubelets(int kubelets, int server)
    {
        await using ClusterScene scene = await SceneAsync();
        ApiServerSource source = new(scene.Api, ClusterScene.Alone, new ApiServerOptions(), TimeSpan.FromSeconds(kubelets));
        Assert.Equal(TimeSpan.FromSeconds(server), source.Every);
        Assert.True(source.Timeout < source.Every);
    }

    [Fact]
    public async Task Series_are_made_once()
    {
        await using ClusterScene scene = await SceneAsync();
        ApiServerSource source = Source(scene);
        await scene.ReadAsync(source);
        Series first = scene.Samples.Take().Single(family => family.Family.Name == "process_cpu_seconds_total").Samples[0].Series;
        await scene.ReadAsync(source);
        Assert.Same(first, scene.Samples.Take().Single(family => family.Family.Name == "process_cpu_seconds_total").Samples[0].Series);
    }

    private static ApiServerSource Source(ClusterScene scene, ApiServerOptions? options = null) => new(scene.Api, ClusterScene.Alone, options ?? new ApiServerOptions(), ClusterScene.Every);

    private static async Task<ClusterScene> SceneAsync()
    {
        ClusterScene scene = await ClusterScene.StartAsync(server =>
        {
            ClusterScene.Put(server, """[ { "kind": "Namespace", "metadata": { "name": "shop" }, "status": { "phase": "Active" } } ]""");
            server.Show(Page);
        });
        scene.Server.ServerAddress = "192.0.2.1:6443";
        return scene;
    }
}
