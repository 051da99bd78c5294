using System.Collections.Immutable;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>More than one gateway: none needs another.</summary>
[Collection(ClusterTests.Name)]
public sealed class ReplicaTests(GatewayPod gateway) : IClassFixture<GatewayPod>
{
    [Fact]
    public async Task K8_09_of_two_replicas_each_serves_alone_and_one_that_stood_still_catches_up()
    {
        gateway.RequireCluster();
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, "both", 1, "v1"));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "both", "{ host: both.example, service: \"both:80\" }"));
        await gateway.Kubectl.RunAsync("-n", gateway.Home, "scale", "deployment/edgestack-gateway", "--replicas=2");
        await gateway.Kubectl.RunAsync("-n", gateway.Home, "rollout", "status", "deployment/edgestack-gateway", "--timeout=90s");
        ImmutableArray<(string Uid, string Address)> pods = await gateway.PodsAsync();
        Assert.Equal(2, pods.Length);
        foreach ((_, string address) in pods)
            await gateway.AnswersAsync(address, "both.example", 200);

        int stopped = PodProcess.Of(pods[0].Uid) ?? throw new InvalidOperationException("the gateway's process was not found");
        await PodProcess.SignalAsync(stopped, "STOP");
        try
        {
            await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "both", "{ host: moved.example, service: \"both:80\" }"));
            await gateway.AnswersAsync(pods[1].Address, "moved.example", 200);
        }
        finally
        {
            await PodProcess.SignalAsync(stopped, "CONT");
        }

        await gateway.AnswersAsync(pods[0].Address, "moved.example", 200);
        await gateway.AnswersAsync(pods[0].Address, "both.example", 404);
    }
}
