using System.Collections.Immutable;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The tunnel as deploy/gateway/tunnel has it: real pods with a Secret, the native program, a stand-in for cloudflared.</summary>
[Collection(ClusterTests.Name)]
public sealed class TunnelOnClusterTests(TunnelPod gateway) : IClassFixture<TunnelPod>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_replicas_are_two_connectors_that_serve_and_end_in_order()
    {
        gateway.RequireCluster();
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, "tunnelled", 1, "v1"));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "tunnelled", "{ host: tunnelled.example, service: \"tunnelled:80\" }"));
        ImmutableArray<(string Uid, string Address)> pods = await gateway.PodsAsync();
        Assert.Equal(2, pods.Length);
        foreach ((_, string address) in pods)
        {
            await gateway.AnswersAsync(address, "tunnelled.example", 200);
            await MetricsHaveAsync(address, "edgestack_tunnel_state{state=\"ready\"} 1\n");
            await MetricsHaveAsync(address, "edgestack_tunnel_ready_connections 4\n");
            await MetricsHaveAsync(address, "cloudflared_tunnel_total_requests 42\n");
        }

        string inside = await gateway.Kubectl.RunAsync("-n", gateway.Home, "exec", "deployment/edgestack-gateway", "--", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat /run/edgestack/tunnel/config.yml");
        Assert.Contains($"run {TunnelPod.TunnelId}", inside, StringComparison.Ordinal);
        Assert.Contains("- service: 'unix:/run/edgestack/tunnel/gateway.sock'", inside, StringComparison.Ordinal);
        Assert.DoesNotContain(TunnelPod.Secret, inside, StringComparison.Ordinal);

        // Without SIGKILL: preStop takes five seconds, and the grace period is over after 75.
        await gateway.Kubectl.RunAsync("-n", gateway.Home, "rollout", "restart", "deployment/edgestack-gateway");
        await gateway.Kubectl.RunAsync("-n", gateway.Home, "rollout", "status", "deployment/edgestack-gateway", "--timeout=90s");
        await Eventually.HoldsAsync(async () => (await gateway.PodsAsync()).Length == 2, "the old pods have ended", TimeSpan.FromSeconds(60));
        Assert.Empty((await gateway.PodsAsync()).Select(pod => pod.Uid).Intersect(pods.Select(pod => pod.Uid)));
        foreach ((_, string address) in await gateway.PodsAsync())
            await MetricsHaveAsync(address, "edgestack_tunnel_state{state=\"ready\"} 1\n");
    }

    private Task MetricsHaveAsync(string address, string line) => Eventually.HoldsAsync(
        async () => (await gateway.Client.GetStringAsync($"http://{address}:9901/metrics", Cancellation)).Contains(line, StringComparison.Ordinal), $"{address} has {line}", TimeSpan.FromSeconds(60));
}
