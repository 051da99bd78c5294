using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

public sealed class KubeletSourceTests : IDisposable
{
    private const string Cores = """machine_cpu_cores{node="pi4"}""";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Every_page_of_every_node_is_read_with_our_token()
    {
        await using FakeKubelet one = await KubeletAsync(), two = await KubeletAsync();
        await using ClusterScene scene = await SceneAsync((one, "pi4"), (two, "pi5"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Empty(reading.Problems);
        foreach (string node in (string[])["pi4", "pi5"])
        {
            Assert.Equal("4", reading[$$"""machine_cpu_cores{node="{{node}}"}"""]);
            Assert.Equal("12.5", reading[$$"""node_cpu_usage_seconds_total{node="{{node}}"}"""]);
            Assert.Equal("3", reading[$$"""kubelet_running_pods{node="{{node}}"}"""]);
            Assert.Equal("1", reading[$$"""kubelet_node_name{node="{{node}}"}"""]);
            Assert.Equal("1", reading[$$"""edgestack_kubernetes_kubelet_up{node="{{node}}",page="cadvisor"}"""]);
        }

        Assert.All(one.Requests, request => Assert.Equal("Bearer fake-token", request.Authorization));
        Assert.Equal(["/metrics", "/metrics/cadvisor", "/metrics/resource"], one.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_k3s_repeats_on_each_of_its_pages_is_shown_once()
    {
        const string Everything = "machine_cpu_cores 4\nnode_cpu_usage_seconds_total 12.5\nkubelet_running_pods 3\napiserver_request_total{code=\"200\"} 9\n";
        await using FakeKubelet kubelet = await KubeletAsync();
        foreach (KubeletPage page in KubeletPages.All)
            kubelet.Show("/" + page.Path, Everything);
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.Empty(reading.Problems);
        Assert.Equal("4", reading[Cores]);
        Assert.Equal("3", reading["""kubelet_running_pods{node="pi4"}"""]);
        Assert.DoesNotContain("apiserver", reading.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "authentication.webhook.enabled")]
    [InlineData(403, "bind a ClusterRole with verb get on resources [nodes/metrics]")]
    [InlineData(404, "does not serve")]
    [InlineData(500, "answered 500")]
    public async Task A_refusal_says_what_to_do(int status, string sentence)
    {
        await using FakeKubelet kubelet = await KubeletAsync();
        foreach (KubeletPage page in KubeletPages.All)
        {
            kubelet.Pages["/" + page.Path] = context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            };
        }

        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.Contains(sentence, Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
        Assert.Contains("node pi4: ", reading.Problems[0], StringComparison.Ordinal);
        Assert.Equal("0", reading["""edgestack_kubernetes_kubelet_up{node="pi4",page="cadvisor"}"""]);
    }

    [Fact]
    public async Task A_certificate_that_the_cluster_did_not_sign_gets_no_token_unless_we_are_told_so()
    {
        await using FakeKubelet kubelet = await FakeKubelet.StartAsync(TestCertificates.SelfSigned("127.0.0.1"));
        Fill(kubelet);
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading checkedOne = await scene.ReadAsync(Source(scene));
        string why = Assert.IsType<SourceOutcome.Failed>(checkedOne.Outcome).Why;
        Assert.Contains("must be signed by the cluster's authority", why, StringComparison.Ordinal);
        Assert.Empty(kubelet.Requests);
        Assert.Equal("4", (await scene.ReadAsync(Source(scene, new KubeletOptions { VerifyCertificates = false })))[Cores]);
    }

    [Fact]
    public async Task A_certificate_for_another_address_is_refused()
    {
        await using FakeKubelet kubelet = await FakeKubelet.StartAsync(_certificates.For("192.0.2.1"));
        Fill(kubelet);
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Assert.IsType<SourceOutcome.Failed>((await scene.ReadAsync(Source(scene))).Outcome);
        Assert.Empty(kubelet.Requests);
    }

    [Fact]
    public async Task A_node_that_is_away_or_hangs_is_a_problem_of_that_node_alone()
    {
        await using FakeKubelet well = await KubeletAsync(), hanging = await KubeletAsync();
        hanging.Pages["/metrics/cadvisor"] = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        int nobody = FreePort.Closed();
        await using ClusterScene scene = await SceneAsync(server => server.Upsert("nodes", FakeKubelet.NodeAt("gone", nobody)), (well, "pi4"), (hanging, "slow"));
        Reading reading = await scene.ReadAsync(Source(scene, new KubeletOptions { Timeout = TimeSpan.FromSeconds(1) }));
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Equal("4", reading[Cores]);
        Assert.Contains(reading.Problems, problem => problem.StartsWith("node gone: The kubelet at 127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(reading.Problems, problem => problem.StartsWith("node slow: The kubelet did not answer", StringComparison.Ordinal));
        Assert.Equal(2, reading.Problems.Count);
        Assert.Equal("0", reading["""edgestack_kubernetes_kubelet_up{node="slow",page="kubelet"}"""]);
        Assert.Single(hanging.Requests);
    }

    [Fact]
    public async Task A_page_that_stops_in_the_middle_counts_as_far_as_it_was_read()
    {
        await using FakeKubelet kubelet = await KubeletAsync();
        kubelet.Pages["/metrics/cadvisor"] = async context =>
        {
            await context.Response.WriteAsync("machine_cpu_cores 4\nmachine_memory");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene, new KubeletOptions { Timeout = TimeSpan.FromSeconds(1) }));
        Assert.IsType<SourceOutcome.Failed>(reading.Outcome);
        Assert.Equal("4", reading[Cores]);
    }

    [Fact]
    public async Task A_page_without_an_end_is_a_problem_of_that_page_alone()
    {
        await using FakeKubelet kubelet = await KubeletAsync();
        kubelet.Show("/metrics/resource", string.Concat(Enumerable.Repeat("# nothing\n", 100_000)));
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene, new KubeletOptions { MaximumPageBytes = 100_000 }));
        Assert.Contains("the page is longer than 100000 bytes", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal("3", reading["""kubelet_running_pods{node="pi4"}"""]);
        Assert.Equal("0", reading["""edgestack_kubernetes_kubelet_up{node="pi4",page="resource"}"""]);
    }

    [Theory]
    [InlineData("more than 10 of its samples would be shown", 10, 10_000, 100)]
    [InlineData("more than 10000 bytes of it would be shown", 1_000, 10_000, 100)]
    [InlineData("more than 10 of its series are there twice", 1_000, 100_000, 10)]
    public async Task A_page_of_which_too_much_would_be_shown_is_left_there_and_the_limit_is_said(string why, int samples, int bytes, int problems)
    {
        await using FakeKubelet kubelet = await KubeletAsync();
        string[] labels = [.. Enumerable.Range(0, 500).Select(i => problems == 10 ? "x" : $"{i}-{new string('x', 100)}")];
        kubelet.Show("/metrics/cadvisor", string.Concat(labels.Select(label => $"machine_cpu_cores{{machine_id=\"{label}\"}} 4\n")));
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene, new KubeletOptions { MaximumSamples = samples, MaximumShownBytes = bytes, MaximumProblems = problems }));
        Assert.Contains(why, reading.Problems[^1], StringComparison.Ordinal);
        Assert.InRange(reading.Problems.Count, 1, 12);
        Assert.InRange(reading.Text.Split("\nmachine_cpu_cores{").Length - 1, 1, 100);
        Assert.Equal("0", reading["""edgestack_kubernetes_kubelet_up{node="pi4",page="cadvisor"}"""]);
        Assert.Equal("3", reading["""kubelet_running_pods{node="pi4"}"""]);
    }

    [Fact]
    public async Task Of_many_nodes_that_are_away_some_are_named()
    {
        int nobody = FreePort.Closed();
        await using FakeKubelet well = await KubeletAsync();
        await using ClusterScene scene = await SceneAsync(
            server =>
            {
                for (int i = 0; i < 50; i++)
                    server.Upsert("nodes", FakeKubelet.NodeAt($"gone-{i}", nobody));
            },
            (well, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.Equal(21, reading.Problems.Count);
        Assert.Equal("30 other pages of kubelets could not be read", reading.Problems[^1]);
        Assert.Equal("4", reading[Cores]);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_counted()
    {
        await using FakeKubelet kubelet = await KubeletAsync();
        kubelet.Show("/metrics/cadvisor", "machine_cpu_cores{ 4\nmachine_cpu_cores four\nmachine_memory_bytes 8\nnever_asked_for{{{\n");
        await using ClusterScene scene = await SceneAsync((kubelet, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.Equal("2", reading["""edgestack_kubernetes_kubelet_unreadable_lines{node="pi4",page="cadvisor"}"""]);
        Assert.Equal("8", reading["""machine_memory_bytes{node="pi4"}"""]);
    }

    [Fact]
    public async Task A_node_that_has_not_said_where_its_kubelet_answers_is_a_problem_of_that_node_alone()
    {
        await using FakeKubelet well = await KubeletAsync();
        await using ClusterScene scene = await SceneAsync(server => ClusterScene.Put(server, """[ { "kind": "Node", "metadata": { "name": "new" } } ]"""), (well, "pi4"));
        Reading reading = await scene.ReadAsync(Source(scene));
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Equal("node new: it has not said where its kubelet answers", Assert.Single(reading.Problems));
        Assert.Equal("0", reading["""edgestack_kubernetes_kubelet_up{node="new",page="resource"}"""]);
        Assert.Equal("4", reading[Cores]);
    }

    [Fact]
    public async Task Before_a_node_is_known_there_is_nothing_to_ask()
    {
        await using ClusterScene scene = await SceneAsync();
        Assert.IsType<SourceOutcome.Failed>((await scene.ReadAsync(Source(scene))).Outcome);
    }

    private static KubeletSource Source(ClusterScene scene, KubeletOptions? options = null) => new(scene.Api, scene.Cluster, ClusterScene.Alone, options ?? new KubeletOptions(), ClusterScene.Every);

    private async Task<FakeKubelet> KubeletAsync()
    {
        FakeKubelet kubelet = await FakeKubelet.StartAsync(_certificates.For("127.0.0.1"));
        Fill(kubelet);
        return kubelet;
    }

    private static void Fill(FakeKubelet kubelet)
    {
        kubelet.Show("/metrics/cadvisor", "machine_cpu_cores 4 179\n");
        kubelet.Show("/metrics/resource", "node_cpu_usage_seconds_total 12.5 179\ncontainer_cpu_usage_seconds_total{container=\"c\"} 1\n");
        kubelet.Show("/metrics", "kubelet_node_name{node=\"told-by-itself\"} 1\nkubelet_running_pods 3\nmachine_cpu_cores 4\n");
    }

    private Task<ClusterScene> SceneAsync(params (FakeKubelet Kubelet, string Name)[] nodes) => SceneAsync(_ => { }, nodes);

    private Task<ClusterScene> SceneAsync(Action<FakeKubeApi> more, params (FakeKubelet Kubelet, string Name)[] nodes) => ClusterScene.StartAsync(
        server =>
        {
            foreach ((FakeKubelet kubelet, string name) in nodes)
                server.Upsert("nodes", kubelet.Node(name));
            more(server);
        },
        certificates: _certificates);
}
