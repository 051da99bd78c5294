using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>What the collector's manifests come to on a cluster: real kubelet, real API server, the native program without root and without privileges.</summary>
[Collection(ClusterTests.Name)]
public sealed partial class CollectorOnClusterTests(CollectorPods collector) : IClassFixture<CollectorPods>
{
    [Fact]
    public async Task A_pod_without_privileges_measures_the_machine_that_it_runs_on()
    {
        collector.RequireCluster();
        string page = await collector.HasAsync("node", "/metrics/node", "node_uname_info{", "node_filesystem_size_bytes{", "node_network_info{", "node_memory_MemTotal_bytes ");
        string node = await collector.Kubectl.RunAsync("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        Assert.Equal(node, Label(Line(page, "node_uname_info"), "nodename"));

        DriveInfo root = new("/");
        Assert.Equal(root.TotalSize, Value(page.Split('\n').Single(line => line.StartsWith("node_filesystem_size_bytes{", StringComparison.Ordinal) && Label(line, "mountpoint") == "/")));
        string memory = File.ReadLines("/proc/meminfo").First();
        Assert.Equal(double.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024, Value(Line(page, "node_memory_MemTotal_bytes")));
        string[] devices = [.. page.Split('\n').Where(line => line.StartsWith("node_network_info{", StringComparison.Ordinal)).Select(line => Label(line, "device")).Order(StringComparer.Ordinal)];
        Assert.Equal(Directory.GetFileSystemEntries("/sys/class/net").Select(path => Path.GetFileName(path)!).Where(IsShown).Order(StringComparer.Ordinal), devices.Where(IsShown));
        await NothingFailedAsync("node");
    }

    [Fact]
    public async Task A_pod_that_only_reads_shows_the_clusters_objects_and_what_containers_use()
    {
        collector.RequireCluster();
        string page = await collector.HasAsync("cluster", "/metrics/k8s",
            $"kube_pod_info{{namespace=\"{collector.Name}\"", $"kube_pod_info{{namespace=\"{collector.Name}-node\"", $"kube_daemonset_status_number_ready{{namespace=\"{collector.Name}-node\"", "container_memory_working_set_bytes{",
            "apiserver_request_total{", "process_resident_memory_bytes{job=\"apiserver\",", "up{job=\"apiserver\",");
        string node = await collector.Kubectl.RunAsync("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        Assert.All(page.Split('\n').Where(line => line.StartsWith($"kube_pod_info{{namespace=\"{collector.Name}", StringComparison.Ordinal)), line => Assert.Equal(node, Label(line, "node")));
        await NothingFailedAsync("cluster");

        string account = $"system:serviceaccount:{collector.Name}:{collector.Name}";
        Assert.StartsWith("yes", await MayAsync(account, "list", "pods"), StringComparison.Ordinal);
        Assert.StartsWith("yes", await MayAsync(account, "get", "/metrics"), StringComparison.Ordinal);
        foreach (string[] deed in (string[][])[["get", "/logs"], ["get", "/debug/pprof"], ["list", "secrets"], ["delete", "pods"], ["create", "pods"], ["get", "nodes/proxy"], ["patch", "deployments"]])
            Assert.StartsWith("no", await MayAsync(account, deed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_replicas_one_shows_the_cluster_and_another_takes_over_when_it_ends()
    {
        collector.RequireCluster();
        await collector.HasAsync("cluster", "/metrics/k8s", "kube_pod_info{");
        string deployment = $"deployment/{collector.Name}-cluster";
        await collector.Kubectl.RunAsync("-n", collector.Name, "scale", deployment, "--replicas=2");
        try
        {
            await Eventually.HoldsAsync(async () => (await ReplicasAsync("is held by")).Length == 1, "one of the two waits", TimeSpan.FromSeconds(120));
            string waiting = Assert.Single(await ReplicasAsync("is held by")), holding = Assert.Single(await ReplicasAsync("holds the lease"));
            Assert.NotEqual(waiting, holding);

            await collector.Kubectl.RunAsync("-n", collector.Name, "delete", "pod", holding, "--wait=true");

            // The one that waited, or the one that was started in the place of the deleted one. Sooner than the lease would be over: it was given back.
            await Eventually.HoldsAsync(async () => (await ReplicasAsync("holds the lease")).Except([holding]).Count() == 1, "another one has taken over", TimeSpan.FromSeconds(30));
        }
        finally
        {
            await collector.Kubectl.RunAsync("-n", collector.Name, "scale", deployment, "--replicas=1");
            await collector.Kubectl.RunAsync("-n", collector.Name, "rollout", "status", deployment, "--timeout=120s");
        }
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_of_and_its_password_is_told_to_nobody()
    {
        collector.RequireCluster();
        string page = await collector.HasAsync("database", "/metrics/db", "mysql_up 0\n");
        string log = await collector.Kubectl.RunAsync("-n", collector.Name, "logs", $"deployment/{collector.Name}-database");
        Assert.Contains("warning  main: no connect", log, StringComparison.Ordinal);
        Assert.DoesNotContain(CollectorPods.Password, page + log, StringComparison.Ordinal);
        Assert.Contains("edgestack_collector_", await collector.PageAsync("database", "/metrics"), StringComparison.Ordinal);
    }

    // Pods and bridges come and go beside the test.
    private static bool IsShown(string device) => !device.StartsWith("veth", StringComparison.Ordinal);

    private async Task NothingFailedAsync(string role) => await Eventually.HoldsAsync(
        async () => !Failed().IsMatch(await collector.PageAsync(role, "/metrics")), $"no source of {role} has failed", TimeSpan.FromSeconds(60));

    // Those whose log has this sentence.
    private async Task<string[]> ReplicasAsync(string sentence)
    {
        List<string> found = [];
        foreach (string pod in await collector.PodsAsync("cluster", "metadata.name"))
        {
            if ((await collector.Kubectl.RunAsync("-n", collector.Name, "logs", pod)).Contains(sentence, StringComparison.Ordinal))
                found.Add(pod);
        }

        return [.. found];
    }

    // Ends with 1 for 'no'.
    private async Task<string> MayAsync(string account, params string[] deed)
    {
        try
        {
            return await collector.Kubectl.RunAsync(["auth", "can-i", .. deed, "-A", "--as", account]);
        }
        catch (InvalidOperationException)
        {
            return "no";
        }
    }

    private static string Line(string page, string family) => page.Split('\n').First(line => line.StartsWith($"{family}{{", StringComparison.Ordinal) || line.StartsWith($"{family} ", StringComparison.Ordinal));

    private static string Label(string line, string name) => Regex.Match(line, $"[{{,]{name}=\"([^\"]*)\"").Groups[1].Value;

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    [GeneratedRegex("""^edgestack_collector_source_state\{source="[^"]+",state="failed"\} 1$""", RegexOptions.Multiline)]
    private static partial Regex Failed();
}
