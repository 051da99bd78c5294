using System.Threading.Channels;
using EdgeStack.Kubernetes;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>A fake API server, fake time, a client, and a consumer that pulls steadily.</summary>
internal sealed class WatchScene : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kube-test-");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _consumers = [];

    private WatchScene(FakeKubeApi server)
    {
        Server = server;
        Kubeconfig = server.WriteKubeconfig(_folder.FullName);
        Client = KubernetesApi.Connect(new() { Kubeconfig = Kubeconfig }, Time, NullLoggerFactory.Instance);
    }

    public FakeKubeApi Server { get; }

    public ArmedTime Time { get; } = new();

    public KubernetesApi Client { get; }

    public string Kubeconfig { get; }

    public string Folder => _folder.FullName;

    public static async Task<WatchScene> StartAsync(bool servesEndpointSlices = true) =>
        new(await FakeKubeApi.StartAsync(servesEndpointSlices));

    public Changes<ConfigMap> WatchConfigMaps(string? @namespace = null, string? labelSelector = null) =>
        Watch(Resources.ConfigMaps, @namespace, labelSelector);

    public Changes<T> Watch<T>(Resource<T> resource, string? @namespace = null, string? labelSelector = null)
    {
        Channel<Change<T>> changes = Channel.CreateUnbounded<Change<T>>();
        _consumers.Add(PumpAsync(Client.WatchAsync(resource, @namespace, labelSelector, _stop.Token), changes.Writer));
        return new(changes.Reader, Patience);
    }

    public void UpsertConfigMap(string name, string value = "v") =>
        Server.UpsertConfigMap("web", name, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = value });

    public FakeKubeApiRequest LastRequest(string verb) => Server.Requests.Last(request => request.Verb == verb);

    public int CountRequests(string verb) => Server.Requests.Count(request => request.Verb == verb);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_consumers).WaitAsync(Patience);
        Client.Dispose();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
        _stop.Dispose();
    }

    private static async Task PumpAsync<T>(IAsyncEnumerable<Change<T>> changes, ChannelWriter<Change<T>> into)
    {
        try
        {
            await foreach (Change<T> change in changes)
                await into.WriteAsync(change);
        }
        catch (OperationCanceledException)
        {
            into.Complete();
        }
    }
}
