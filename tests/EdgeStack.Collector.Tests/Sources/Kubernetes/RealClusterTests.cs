using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes;

/// <summary>Against a real API server and a real kubelet: what we show is what kubectl and the kubelet's own pages say.</summary>
public sealed partial class RealClusterTests(RealCluster cluster) : IClassFixture<RealCluster>
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    [Fact]
    public Task State_is_what_kubectl_says() => FollowAsync(cluster.Kubeconfig, async (_, state) =>
    {
        Reading reading = State(state);
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Empty(reading.Problems);
        string space = $"namespace=\"{cluster.Namespace}\"";
        JsonObject[] pods = await cluster.AllAsync("pods");
        Assert.True(pods.Length >= 5, $"{pods.Length} pods");
        reading = State(state);
        Assert.All(pods, pod => SameAs(reading, pod, space));

        JsonObject deployment = await cluster.GetAsync("deployment", "web");
        Assert.Equal("2", reading[$"kube_deployment_spec_replicas{{{space},deployment=\"web\"}}"]);
        Assert.Equal(deployment["status"]!["availableReplicas"]!.ToString(), reading[$"kube_deployment_status_replicas_available{{{space},deployment=\"web\"}}"]);
        string set = Text(pods.First(pod => Text(pod, "metadata", "name").StartsWith("web-", StringComparison.Ordinal)), "metadata", "ownerReferences", "0", "name");
        Assert.Equal("1", reading[$"kube_replicaset_owner{{{space},replicaset=\"{set}\",owner_kind=\"Deployment\",owner_name=\"web\",owner_is_controller=\"true\"}}"]);
        Assert.Equal("1", reading[$"kube_job_complete{{{space},job_name=\"done\",condition=\"true\"}}"]);
        Assert.Equal("1", reading[$"kube_cronjob_spec_suspend{{{space},cronjob=\"nightly\"}}"]);
        Assert.Equal("4", reading[$"kube_horizontalpodautoscaler_spec_max_replicas{{{space},horizontalpodautoscaler=\"web\"}}"]);
        Assert.Equal("1073741824", reading[$"kube_persistentvolumeclaim_resource_requests_storage_bytes{{{space},persistentvolumeclaim=\"data\"}}"]);
        Assert.Equal("1", reading[$"kube_persistentvolumeclaim_status_phase{{{space},persistentvolumeclaim=\"data\",phase=\"Pending\"}}"]);
        Assert.Equal("1", reading[$"kube_networkpolicy_labels{{{space},networkpolicy=\"allow\"}}"]);
        Assert.Equal("1", reading[$"kube_ingress_info{{{space},ingress=\"web\",ingressclass=\"traefik\"}}"]);
        Assert.Equal("1", reading[$"kube_configmap_info{{{space},configmap=\"settings\"}}"]);
        Assert.Equal("1", reading[$"kube_endpoint_info{{{space},endpoint=\"web\"}}"]);
        JsonObject service = await cluster.GetAsync("service", "web");
        Assert.Equal("1", reading[$"kube_service_info{{{space},service=\"web\",uid=\"{Text(service, "metadata", "uid")}\",cluster_ip=\"{Text(service, "spec", "clusterIP")}\"}}"]);
        Assert.DoesNotContain("never be shown", reading.Text, StringComparison.Ordinal);

        foreach (JsonObject node in await cluster.AllAsync("nodes"))
        {
            string name = Text(node, "metadata", "name");
            double memory = double.Parse(Text(node, "status", "capacity", "memory")[..^2], CultureInfo.InvariantCulture) * 1024;
            Assert.Equal(memory.ToString(CultureInfo.InvariantCulture), reading[$"kube_node_status_capacity{{node=\"{name}\",resource=\"memory\",unit=\"byte\"}}"]);
            Assert.Equal("1", reading[$"kube_node_status_condition{{node=\"{name}\",condition=\"Ready\",status=\"true\"}}"]);
            Assert.Contains($"kube_node_info{{node=\"{name}\",kernel_version=\"{Text(node, "status", "nodeInfo", "kernelVersion")}\"", reading.Text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public Task What_containers_use_is_what_the_kubelet_says_with_the_labels_that_it_leaves_empty() => FollowAsync(cluster.Kubeconfig, async (api, state) =>
    {
        KubeletSource source = new(api, state, ClusterScene.Alone, new KubeletOptions(), Every);
        JsonObject[] pods = await cluster.AllAsync("pods", "-l", "app=web");
        foreach (KubeletPage page in KubeletPages.All)
        {
            // The kubelet looks at a container every ten seconds or so: with the same value before and after, ours must be that value.
            Dictionary<string, double> before = await RawAsync(page), after;
            Reading reading = await ReadAsync(source);
            Assert.IsType<SourceOutcome.Read>(reading.Outcome);
            after = await RawAsync(page);
            Dictionary<string, double> ours = Parse(reading.Text, page, "");
            string[] lasting = [.. before.Keys.Intersect(after.Keys)];
            Assert.NotEmpty(lasting);
            Assert.Empty(lasting.Except(ours.Keys));
            Assert.All(lasting.Where(series => before[series].Equals(after[series])), series => Assert.Equal(before[series], ours[series]));
            Assert.All(lasting.Where(series => series.Contains("_total{", StringComparison.Ordinal)), series => Assert.InRange(ours[series], before[series], after[series]));
        }

        await Eventually.HoldsAsync(async () => (await ReadAsync(source)).Text.Split('\n').Count(line => IsOf(line, pods)) >= 2, "both pods' containers are seen", TimeSpan.FromSeconds(40));
        string[] memory = [.. (await ReadAsync(source)).Text.Split('\n').Where(line => IsOf(line, pods))];
        foreach (JsonObject pod in pods)
        {
            string id = Text(pod, "status", "containerStatuses", "0", "containerID")["containerd://".Length..], image = Text(pod, "status", "containerStatuses", "0", "image");
            Assert.Contains(memory, line => line.StartsWith(
                $"container_spec_memory_limit_bytes{{container=\"web\",id=\"/kubepods/burstable/pod{Text(pod, "metadata", "uid")}/{id}\",image=\"{image}\",name=\"{id}\",namespace=\"{cluster.Namespace}\",pod=\"{Text(pod, "metadata", "name")}\",node=\"", StringComparison.Ordinal)
                && line.EndsWith(" 33554432", StringComparison.Ordinal));
        }
    });

    [Fact]
    public Task Of_the_API_server_is_shown_what_its_own_page_says_while_it_is_busy() => FollowAsync(cluster.Kubeconfig, async (api, _) =>
    {
        const int Asked = 400;
        ApiServerSource source = new(api, ClusterScene.Alone, new ApiServerOptions(), Every);
        SampleWriter samples = new();
        await ReadAsync(source, samples);
        Dictionary<string, double> before = OfServer(await cluster.RunAsync("get", "--raw", "/metrics"));
        Task busy = Parallel.ForEachAsync(Enumerable.Range(0, Asked), TestContext.Current.CancellationToken, async (_, stopping) => await api.ReadLeaseAsync(cluster.Namespace, "edgestack-collector", stopping));
        Reading amid = await ReadAsync(source, samples);
        await busy;
        Reading reading = await ReadAsync(source, samples);
        string page = await cluster.RunAsync("get", "--raw", "/metrics");
        Dictionary<string, double> after = OfServer(page), ours = OfServer(reading.Text);

        Assert.All([amid, reading], read => Assert.Equal((SourceOutcome.Ok, 0), (read.Outcome, read.Problems.Count)));
        string[] lasting = [.. before.Keys.Intersect(after.Keys)];
        Assert.True(lasting.Length > 100, $"{lasting.Length} series");
        Assert.Empty(lasting.Except(ours.Keys));
        Assert.Empty(ours.Keys.Except(after.Keys));
        Assert.All(lasting.Where(IsCounter), series => Assert.InRange(ours[series], before[series], after[series]));
        Assert.All(lasting.Where(series => !IsCounter(series) && before[series].Equals(after[series]) && IsSteady(series)), series => Assert.Equal(before[series], ours[series]));
        Assert.DoesNotContain("_bucket", reading.Text, StringComparison.Ordinal);
        Assert.True(Requests(ours) - Requests(before) >= Asked, $"{Requests(ours) - Requests(before)} of {Asked} requests were counted");
        string instance = Text(JsonNode.Parse(await cluster.RunAsync("get", "--raw", "/api")), "serverAddressByClientCIDRs", "0", "serverAddress");
        Assert.Equal("1", reading[$"up{{job=\"apiserver\",instance=\"{instance}\"}}"]);
        Assert.Equal("0", reading[$"edgestack_kubernetes_apiserver_unreadable_lines{{instance=\"{instance}\"}}"]);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{reading[$"edgestack_kubernetes_apiserver_page_bytes{{instance=\"{instance}\"}}"]} bytes, {page.Split('\n').Count(line => line.Length > 0 && line[0] != '#')} series there, {ours.Count} shown");
    });

    [Fact]
    public Task An_account_without_the_role_hears_what_is_missing() => FollowAsync(cluster.StrangersKubeconfig, async (api, state) =>
    {
        Reading reading = State(state);
        Assert.Contains("bind a ClusterRole with verbs [list, watch]", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
        Assert.Contains(reading.Problems, problem => problem.StartsWith("deployments: ", StringComparison.Ordinal) && problem.Contains("of apiGroups [\"apps\"]", StringComparison.Ordinal));

        // The kubelet asks the API server whether we may.
        JsonObject node = (await cluster.AllAsync("nodes"))[0];
        Uri page = new($"https://{Text(node, "status", "addresses", "0", "address")}:10250/metrics/cadvisor");
        KubeletAnswer answer = await api.ReadKubeletAsync(page, verify: true, TimeSpan.FromSeconds(5), (_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);
        Assert.Contains("bind a ClusterRole with verb get on resources [nodes/metrics]", Assert.IsType<KubeletAnswer.Failed>(answer).Fault.Message, StringComparison.Ordinal);

        Reading server = await ReadAsync(new ApiServerSource(api, ClusterScene.Alone, new ApiServerOptions(), Every), new SampleWriter());
        Assert.Contains("bind a ClusterRole with verb get on nonResourceURLs [/metrics]", Assert.IsType<SourceOutcome.Failed>(server.Outcome).Why, StringComparison.Ordinal);
        Assert.Empty(server.Text);
    });

    private bool IsOf(string line, JsonObject[] pods) => line.StartsWith("container_spec_memory_limit_bytes{container=\"web\",", StringComparison.Ordinal)
        && line.Contains($"namespace=\"{cluster.Namespace}\"", StringComparison.Ordinal) && pods.Any(pod => line.Contains(Text(pod, "metadata", "uid"), StringComparison.Ordinal));

    private static void SameAs(Reading reading, JsonObject pod, string space)
    {
        string who = $"{space},pod=\"{Text(pod, "metadata", "name")}\",uid=\"{Text(pod, "metadata", "uid")}\"";
        Assert.Equal("1", reading[$"kube_pod_status_phase{{{who},phase=\"{Text(pod, "status", "phase")}\"}}"]);
        Assert.Equal("1", reading[$"kube_pod_status_qos_class{{{who},qos_class=\"{Text(pod, "status", "qosClass")}\"}}"]);
        string[] described =
        [
            Label("host_ip", Text(pod, "status", "hostIP")), Label("pod_ip", Text(pod, "status", "podIP")), Label("node", Text(pod, "spec", "nodeName")),
            Label("created_by_kind", Text(pod, "metadata", "ownerReferences", "0", "kind")), Label("created_by_name", Text(pod, "metadata", "ownerReferences", "0", "name")), ",host_network=\"false\"",
        ];
        Assert.Equal("1", reading[$"kube_pod_info{{{who}{string.Concat(described)}}}"]);
        foreach (JsonNode? status in pod["status"]!["containerStatuses"]?.AsArray() ?? [])
        {
            string container = $"{who},container=\"{Text(status, "name")}\"";
            Assert.Equal(Text(status, "restartCount"), reading[$"kube_pod_container_status_restarts_total{{{container}}}"]);
            Assert.Equal(status!["ready"]!.GetValue<bool>() ? "1" : "0", reading[$"kube_pod_container_status_ready{{{container}}}"]);
            Assert.Equal("1", reading[$"kube_pod_container_info{{{container}{Label("image", Text(status, "image"))}{Label("image_id", Text(status, "imageID"))}{Label("image_spec", "docker.io/edge/busybox:1")}{Label("container_id", Text(status, "containerID"))}}}"]);
            if (Text(status, "lastState", "terminated", "exitCode") is { Length: > 0 } code)
                Assert.Equal(code, reading[$"kube_pod_container_status_last_terminated_exitcode{{{container}}}"]);
        }
    }

    private async Task<Dictionary<string, double>> RawAsync(KubeletPage page)
    {
        string node = Text((await cluster.AllAsync("nodes"))[0], "metadata", "name");
        return Parse(await cluster.RunAsync("get", "--raw", $"/api/v1/nodes/{node}/proxy/{page.Path}"), page, node);
    }

    // By name and the labels that tell series apart and are never completed.
    private static Dictionary<string, double> Parse(string text, KubeletPage page, string node)
    {
        string[] telling = ["id", "interface", "device", "cpu", "container_state", "persistentvolumeclaim"];
        HashSet<string> kept = [.. page.Families.Select(family => family.Family.Name)];
        Dictionary<string, double> values = [];
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            string name = line[..line.IndexOfAny(['{', ' '])];
            if (!kept.Contains(name))
                continue;
            int end = line.LastIndexOf('}') + 1;
            Dictionary<string, string> labels = end == 0 ? [] : line[(name.Length + 1)..(end - 1)].Split("\",", StringSplitOptions.RemoveEmptyEntries)
                .Select(label => label.Split('=', 2)).ToDictionary(label => label[0], label => label[1].Trim('"'));
            string id = labels.GetValueOrDefault("id", "/");
            bool shown = id == "/" || id.Contains("/kubepods", StringComparison.Ordinal);
            if (shown && (page != KubeletPages.Resource || !labels.ContainsKey("pod")))
                values[$"{name}{{{string.Join(',', telling.Where(labels.ContainsKey).Select(label => labels[label]))}"] = double.Parse(line[Math.Max(end, name.Length)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }

        Assert.True(values.Count > 0, $"nothing of {page.Name} on {node}");
        return values;
    }

    private async Task FollowAsync(string kubeconfig, Func<KubernetesApi, ClusterState, Task> look)
    {
        cluster.Require();
        using KubernetesApi api = KubernetesApi.Connect(new() { Kubeconfig = kubeconfig }, TimeProvider.System, NullLoggerFactory.Instance);
        ClusterState state = new(new StateOptions(), TimeProvider.System);
        using CancellationTokenSource stop = new();
        Task following = state.FollowAsync(api, NullLogger.Instance, stop.Token);
        await Eventually.HoldsAsync(() => state.Kinds.All(kind => kind.Write(new SampleWriter()) is { Listed: true } or { NotServed: true } or { Fault: not null }), "every kind was asked for");
        await look(api, state);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    private static Reading State(ClusterState state) => Reading.Of(new SampleWriter(), new StateSource(state, ClusterScene.Alone, Every).Read);

    private static bool IsCounter(string series) => series.Split('{')[0] is var name && (name.EndsWith("_total", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal) || name.EndsWith("_sum", StringComparison.Ordinal));

    // These come and go many times a second.
    private static bool IsSteady(string series) => !series.StartsWith("apiserver_current", StringComparison.Ordinal) && !series.StartsWith("apiserver_longrunning", StringComparison.Ordinal)
        && !series.StartsWith("go_", StringComparison.Ordinal) && !series.StartsWith("process_", StringComparison.Ordinal) && !series.StartsWith("workqueue_depth", StringComparison.Ordinal);

    private static double Requests(Dictionary<string, double> values) => values.Where(value => value.Key.StartsWith("apiserver_request_total{", StringComparison.Ordinal)).Sum(value => value.Value);

    // What is shown of a page, by name and labels without ours and without those that are empty.
    private static Dictionary<string, double> OfServer(string text)
    {
        HashSet<string> kept = [.. ApiServerPage.All.Select(samples => samples.Name)];
        Dictionary<string, double> values = [];
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            string name = line[..line.IndexOfAny(['{', ' '])];
            if (!kept.Contains(name))
                continue;
            string[] labels = [.. LabelText().Matches(line).Select(label => label.Value).Where(label => !label.StartsWith("job=", StringComparison.Ordinal) && !label.StartsWith("instance=", StringComparison.Ordinal))];
            values.Add($"{name}{{{string.Join(',', labels)}}}", double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }

        return values;
    }

    [GeneratedRegex("[A-Za-z_]+=\"[^\"]+\"")]
    private static partial Regex LabelText();

    private static Task<Reading> ReadAsync(KubeletSource source) => ReadAsync(source, new SampleWriter());

    private static async Task<Reading> ReadAsync(IMetricSource source, SampleWriter samples)
    {
        samples.Begin();
        return Reading.Now(samples, await source.ReadAsync(samples, TestContext.Current.CancellationToken));
    }

    private static string Label(string name, string value) => value.Length == 0 ? "" : $",{name}=\"{value}\"";

    private static string Text(JsonNode? node, params string[] path)
    {
        foreach (string step in path)
            node = node is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture)) : node?[step];
        return node?.ToString() ?? "";
    }
}
