using System.Diagnostics;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The API server is away, and the gateway has to start without it.</summary>
[Collection(ClusterTests.Name)]
public sealed class OutageTests(GatewayPod gateway) : IClassFixture<GatewayPod>
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task K8_04_a_gateway_killed_inside_its_pod_while_the_API_server_is_away_serves_what_was_last_good()
    {
        gateway.RequireCluster();
        await gateway.Kubectl.ApplyAsync(Service(gateway.Apps, "kept", 1, "v1"));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "kept", "{ host: kept.example, service: \"kept:80\" }"));
        await gateway.AnswersAsync("kept.example", 200);
        string uid = (await gateway.PodsAsync()).Single().Uid;
        // The first state is on disk at once, the endpoint that came after it with the next one, five seconds later.
        string endpoint = (await gateway.Kubectl.RunAsync("-n", gateway.Apps, "get", "pods", "-l", "app=kept", "-o", "jsonpath={.items[0].status.podIP}")).Trim();
        await Eventually.HoldsAsync(() => Task.FromResult(PodProcess.Of(uid) is { } pid && PodProcess.HasSaved(pid, "kept.example") && PodProcess.HasSaved(pid, endpoint)), "route and endpoint are on disk", TimeSpan.FromSeconds(30));

        long start = Stopwatch.GetTimestamp();
        await ApiServer.KillAsync();
        int answered = 0;
        try
        {
            await gateway.AnswersAsync("kept.example", 200);
            int first = PodProcess.Of(uid) ?? throw new InvalidOperationException("the gateway's process was not found");
            await PodProcess.SignalAsync(first, "KILL");
            // kubelet starts the container again by itself.
            await Eventually.HoldsAsync(() => Task.FromResult(PodProcess.Of(uid) is { } pid && pid != first), "the container runs again", TimeSpan.FromSeconds(60));
            await gateway.AnswersAsync("kept.example", 200);
            using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            while (Stopwatch.GetElapsedTime(start) < Outage)
            {
                using HttpResponseMessage response = await gateway.GetAsync("kept.example", TestContext.Current.CancellationToken);
                Assert.Equal(200, (int)response.StatusCode);
                answered++;
                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            await ApiServer.BringBackAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} requests answered by the restarted gateway while the API server was away");
        // What serves from disk is replaced by what the server says, as soon as it is there.
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "kept", "{ host: moved.example, service: \"kept:80\" }"));
        await gateway.AnswersAsync("moved.example", 200);
        await gateway.AnswersAsync("kept.example", 404);
    }
}
