using System.Globalization;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The gateway's process with as little as it can be given.</summary>
[Collection(ClusterTests.Name)]
public sealed class IsolationTests(GatewayPod gateway) : IClassFixture<GatewayPod>
{
    [Fact]
    public async Task K8_10_a_gateway_without_rights_that_reaches_only_the_API_server_and_its_backends_starts_and_serves()
    {
        gateway.RequireCluster();
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, "walled", 1, "v1"));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "walled", "{ host: walled.example, service: \"walled:80\" }"));
        await gateway.AnswersAsync("walled.example", 200);
        string uid = (await gateway.PodsAsync()).Single().Uid;
        int first = PodProcess.Of(uid) ?? throw new InvalidOperationException("the gateway's process was not found");
        string[] backend = (await gateway.Kubectl.RunAsync("-n", gateway.Apps, "get", "endpoints", "walled", "-o", "jsonpath={.subsets[0].addresses[0].ip}:{.subsets[0].ports[0].port}")).Split(':');
        string apiServer = await gateway.Kubectl.RunAsync("get", "service", "kubernetes", "-o", "jsonpath={.spec.clusterIP}");
        await PodNetwork.WallInAsync(first, (apiServer, 443), (backend[0], int.Parse(backend[1], CultureInfo.InvariantCulture)));

        // It starts anew behind the wall.
        await PodProcess.SignalAsync(first, "KILL");
        await Eventually.HoldsAsync(() => Task.FromResult(PodProcess.Of(uid) is { } again && again != first), "the container runs again", TimeSpan.FromSeconds(60));
        await gateway.AnswersAsync("walled.example", 200);
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "walled", "{ host: moved.example, service: \"walled:80\" }"));
        await gateway.AnswersAsync("moved.example", 200);
        await gateway.Kubectl.RunAsync("-n", gateway.Home, "rollout", "status", "deployment/edgestack-gateway", "--timeout=60s");

        int pid = PodProcess.Of(uid) ?? throw new InvalidOperationException("the gateway's process was not found");
        Assert.Equal(0, await PodNetwork.DroppedAsync(pid));
        // The same server by its other address: the wall is one.
        string elsewhere = await gateway.Kubectl.RunAsync("get", "endpoints", "kubernetes", "-o", "jsonpath={.subsets[0].addresses[0].ip}");
        Assert.True(await PodNetwork.ReachesAsync(pid, apiServer, 443));
        Assert.False(await PodNetwork.ReachesAsync(pid, elsewhere, 6443));
        Assert.NotEqual(0, await PodNetwork.DroppedAsync(pid));

        string folder = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}";
        Dictionary<string, string> status = (await File.ReadAllLinesAsync($"{folder}/status", TestContext.Current.CancellationToken))
            .Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
        Assert.Equal(("1", "2", "0000000000000000", "0000000000000000"), (status["NoNewPrivs"], status["Seccomp"], status["CapEff"], status["CapBnd"]));
        Assert.DoesNotContain("0", status["Uid"].Split('\t'));
        string root = (await File.ReadAllLinesAsync($"{folder}/mountinfo", TestContext.Current.CancellationToken)).First(line => line.Split(' ')[4] == "/");
        Assert.Contains("ro", root.Split(' ')[5].Split(','));
    }
}
