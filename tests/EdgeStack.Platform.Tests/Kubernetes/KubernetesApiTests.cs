using EdgeStack.Kubernetes;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Platform.Tests.Kubernetes;

public sealed class KubernetesApiTests
{
    [Fact]
    public async Task Server_and_namespace_come_from_the_kubeconfig()
    {
        await using WatchScene scene = await WatchScene.StartAsync();

        Assert.Equal("apps", scene.Client.Namespace);
        Assert.Equal(scene.Server.Address, scene.Client.Server);
    }

    [Fact]
    public void Neither_a_pod_nor_a_kubeconfig_is_said_at_the_start()
    {
        KubernetesApiException refusal = Assert.Throws<KubernetesApiException>(() => Connect(new()));

        Assert.Contains("Not inside a cluster", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("kubeconfig", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kubeconfig_that_does_not_exist_is_named()
    {
        KubernetesApiException refusal = Assert.Throws<KubernetesApiException>(() => Connect(new() { Kubeconfig = "/nowhere/config" }));

        Assert.Contains("/nowhere/config", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("apiVersion: v1\nkind: Config\n")]
    [InlineData("a: [b\n")]
    [InlineData("")]
    public void A_kubeconfig_that_cannot_be_used_is_named(string text)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, text);

        KubernetesApiException refusal = Assert.Throws<KubernetesApiException>(() => Connect(new() { Kubeconfig = file }));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_context_that_does_not_exist_is_named()
    {
        await using WatchScene scene = await WatchScene.StartAsync();

        KubernetesApiException refusal = Assert.Throws<KubernetesApiException>(
            () => Connect(new() { Kubeconfig = scene.Kubeconfig, Context = "moon" }));

        Assert.Contains("moon", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1", "configmaps", true)]
    [InlineData("v1", "endpointslices", false)]
    [InlineData("discovery.k8s.io/v1", "endpointslices", true)]
    [InlineData("discovery.k8s.io/v2", "endpointslices", false)]
    public async Task Discovery_tells_what_is_served(string groupVersion, string plural, bool served)
    {
        await using WatchScene scene = await WatchScene.StartAsync();

        Assert.Equal(served, await scene.Client.ServesAsync(groupVersion, plural, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_old_server_has_no_endpoint_slices()
    {
        await using WatchScene scene = await WatchScene.StartAsync(servesEndpointSlices: false);

        Assert.False(await scene.Client.ServesAsync("discovery.k8s.io/v1", "endpointslices", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_does_not_say_what_it_serves_is_not_taken_for_a_no()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, 503);

        KubernetesApiException refusal = await Assert.ThrowsAsync<KubernetesApiException>(
            () => scene.Client.ServesAsync("discovery.k8s.io/v1", "endpointslices", TestContext.Current.CancellationToken));

        Assert.Equal(WatchFaultReason.ServerError, refusal.Fault!.Reason);
    }

    [Fact]
    public async Task A_watch_ends_when_its_consumer_stops()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Change<ConfigMap> _ in scene.Client.WatchAsync(Resources.ConfigMaps, null, null, stop.Token))
                await stop.CancelAsync();
        });
    }

    private static KubernetesApi Connect(KubernetesOptions options) =>
        KubernetesApi.Connect(options, TimeProvider.System, NullLoggerFactory.Instance);
}
