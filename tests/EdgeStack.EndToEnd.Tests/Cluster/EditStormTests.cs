using System.Diagnostics;
using static EdgeStack.EndToEnd.Tests.Cluster.BackendManifests;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>Routes change all the time while people use the services: nobody may notice.</summary>
[Collection(ClusterTests.Name)]
public sealed class EditStormTests(GatewayPod gateway) : IClassFixture<GatewayPod>
{
    private const int Edits = 1000, Sockets = 500, Objects = 20;

    private static readonly TimeSpan BetweenEdits = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_thousand_edits_at_ten_a_second_fail_no_request_and_close_no_WebSocket()
    {
        gateway.RequireCluster();
        // All visitors of this test come from one address, as they do behind another proxy.
        await gateway.SetAsync("EDGESTACK__CONNECTIONS__PERSOURCE=0");
        await using TestBackend backend = await NodeBackend.StartAsync();
        await gateway.Kubectl.ApplyAsync(NodeBackend.Manifests(gateway.Apps, "steady", backend));
        await gateway.Kubectl.ApplyAsync(Routes(gateway.Apps, "steady", "{ host: steady.example, service: \"steady:web\" }"));
        await gateway.Kubectl.ApplyAsync(string.Join("\n---\n", Enumerable.Range(0, Objects).Select(i => Routes(gateway.Apps, $"storm-{i}", $"{{ host: storm-{i}.example, service: \"steady:80\" }}"))));
        await gateway.AnswersAsync("steady.example", 200);
        await gateway.AnswersAsync($"storm-{Objects - 1}.example", 200);
        await using ApiProxy api = await ApiProxy.StartAsync(gateway.Kubectl);
        await using OpenSockets sockets = await OpenSockets.OpenAsync(gateway, "steady.example", Sockets);
        Assert.Equal(Sockets, await sockets.AnsweringAsync());

        await using Load load = Load.Start(gateway, "steady.example");
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer pace = new(BetweenEdits, TimeProvider.System);
        for (int i = 0; i < Edits; i++)
        {
            await EditAsync(api, i);
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // The last edit of every kind has to be in force, so none was lost on the way.
        await gateway.AnswersAsync($"edit-{Edits - 1}.example", 200);
        Assert.Equal(Sockets, await sockets.AnsweringAsync());
        Assert.Empty(load.Failures.Take(10));
        Assert.True(load.IsRunning, "the load ended before the edits did");
        await load.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Edits} edits in {seconds:0} s, {load.Answered} requests, {load.Failures.Count} failed, {sockets.Count} WebSockets open");
        Assert.Empty(load.Failures);
        Assert.True(load.Answered > 1000, $"only {load.Answered} requests were sent");
        string metrics = await gateway.Client.GetStringAsync($"http://{gateway.Address}:9901/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("edgestack_gateway_config_last_reload_successful 1", metrics, StringComparison.Ordinal);
    }

    // Every tenth edit is of the object that is under load: its route stays, another one beside it changes.
    private Task EditAsync(ApiProxy api, int i) => i % 10 == 0
        ? api.EditAsync(gateway.Apps, "steady", $"routes:\n  - {{ host: steady.example, service: \"steady:web\" }}\n  - {{ host: beside-{i}.example, service: \"steady:web\" }}\n")
        : api.EditAsync(gateway.Apps, $"storm-{i % Objects}", $"routes:\n  - {{ host: edit-{i}.example, service: \"steady:80\" }}\n");
}
