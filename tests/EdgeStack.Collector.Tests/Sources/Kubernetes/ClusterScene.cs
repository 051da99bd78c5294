using System.Text.Json.Nodes;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes;

/// <summary>A fake API server with every kind, and a collector's view of it that follows. The clock of its ages stands until the test moves it.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;

    private ClusterScene(FakeKubeApi server, StateOptions options, string? authority)
    {
        Server = server;
        if (authority is not null)
            _folder.Write("ca.crt", authority);
        Api = KubernetesApi.Connect(new() { Kubeconfig = server.WriteKubeconfig(_folder.Path) }, TimeProvider.System, NullLoggerFactory.Instance);
        Cluster = new ClusterState(options, Time);
        State = new StateSource(Cluster, Alone, Every);
        _following = Cluster.FollowAsync(Api, NullLogger.Instance, _stop.Token);
    }

    /// <summary>Nobody else speaks for the cluster.</summary>
    public static ClusterLease Alone { get; } = new(null, TimeProvider.System);

    public FakeKubeApi Server { get; }

    public KubernetesApi Api { get; }

    public ClusterState Cluster { get; }

    public StateSource State { get; }

    public FakeTimeProvider Time { get; } = new();

    public SampleWriter Samples { get; } = new();

    /// <param name="prepare">What is in the cluster, before anybody looks.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="certificates">With TLS, signed by these.</param>
    public static async Task<ClusterScene> StartAsync(Action<FakeKubeApi>? prepare = null, StateOptions? options = null, TestCertificates? certificates = null)
    {
        FakeKubeApi server = await FakeKubeApi.StartAsync(servesEndpointSlices: false, certificates?.For("127.0.0.1"));
        server.Serve("v1", "pods", "nodes", "namespaces", "services", "endpoints", "configmaps", "secrets", "persistentvolumes", "persistentvolumeclaims");
        server.Serve("apps/v1", "deployments", "replicasets", "statefulsets", "daemonsets");
        server.Serve("batch/v1", "jobs", "cronjobs");
        server.Serve("autoscaling/v2", "horizontalpodautoscalers");
        server.Serve("networking.k8s.io/v1", "ingresses", "networkpolicies");
        prepare?.Invoke(server);
        ClusterScene scene = new(server, options ?? new StateOptions(), certificates?.AuthorityPem);
        await scene.UntilAsync(state => state.Listed || state.NotServed || state.Fault is not null, "every kind was asked for");
        return scene;
    }

    /// <summary>Puts objects of any kind into a server, as <c>kubectl get -o json</c> shows them.</summary>
    public static void Put(FakeKubeApi server, string objects)
    {
        foreach (JsonObject item in JsonNode.Parse(objects)!.AsArray().OfType<JsonObject>().ToArray())
        {
            string kind = item["kind"]!.GetValue<string>().ToLowerInvariant();
            server.Upsert(kind.EndsWith("ss", StringComparison.Ordinal) ? kind + "es" : kind.EndsWith('y') ? kind[..^1] + "ies" : kind.EndsWith('s') ? kind : kind + "s", (JsonObject)item.DeepClone());
        }
    }

    /// <summary>Waits until the view of every kind is so.</summary>
    public Task UntilAsync(Func<WatchState, bool> isSo, string what) => Eventually.HoldsAsync(() => Cluster.Kinds.All(kind => isSo(kind.Write(new SampleWriter()))), what);

    /// <summary>Waits until a series has this value; null: is gone.</summary>
    public Task UntilAsync(string series, string? value) => Eventually.HoldsAsync(() => ReadState()[series] == value, $"{series} is {value}");

    public Reading ReadState() => Reading.Of(Samples, State.Read);

    public async Task<Reading> ReadAsync(IMetricSource source)
    {
        Samples.Begin();
        SourceOutcome outcome = await source.ReadAsync(Samples, TestContext.Current.CancellationToken);
        return Reading.Now(Samples, outcome);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _following);
        Api.Dispose();
        await Server.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }
}
