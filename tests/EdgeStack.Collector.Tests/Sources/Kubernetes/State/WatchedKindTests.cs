using System.Text.Json;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Collector.Tests.Scraping;
using EdgeStack.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

public sealed class WatchedKindTests
{
    [Fact]
    public async Task A_watch_that_fails_in_a_way_nobody_thought_of_is_down_is_said_once_and_is_begun_anew()
    {
        await using FakeKubeApi server = await FakeKubeApi.StartAsync(servesEndpointSlices: false);
        server.Serve("apps/v1", "deployments");
        ClusterScene.Put(server, """[ { "kind": "Deployment", "metadata": { "name": "web", "namespace": "shop" } } ]""");
        using TemporaryFolder folder = new();
        using KubernetesApi api = KubernetesApi.Connect(new() { Kubeconfig = server.WriteKubeconfig(folder.Path) }, TimeProvider.System, NullLoggerFactory.Instance);
        FakeTimeProvider time = new();
        ListLogger<WatchedKindTests> log = new();
        int attempts = 0;
        WatchedKind<Thing> kind = new("deployments", ["apps/v1"], item => ++attempts > 3 ? new Thing(item) : throw new KeyNotFoundException("what is in the object"), (_, _) => { }, time);
        using CancellationTokenSource stop = new();

        Task watching = kind.WatchAsync(api, log, stop.Token);
        await Eventually.HoldsAsync(() => Now(kind).Fault is not null, "it is down");
        Assert.Equal("its watch failed in a way that was not foreseen (KeyNotFoundException) and is begun anew", Now(kind).Fault);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Now(kind) is { Listed: true, Fault: null, Objects: 1 };
            },
            "it is up");

        Assert.Equal(4, attempts);
        Assert.StartsWith("Error: The watch on deployments failed", Assert.Single(log.Lines), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private static WatchState Now(WatchedKind<Thing> kind) => kind.Write(new SampleWriter());

    private sealed class Thing(JsonElement item) : ClusterObject(item, AllowedLabels.None);
}
