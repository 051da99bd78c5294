using System.Threading.Channels;
using EdgeStack.Kubernetes;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>A fake API server, fake time, a client, and a consumer that pulls steadily.</summary>
internal sealed class WatchScene : IAsyncDisposable
{
    /// <summary>What the server's certificate names.</summary>
    public const string ServerName = "localhost";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kube-test-");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _consumers = [];

    private WatchScene(FakeKubeApi server, bool relayed = false, string? authority = null)
    {
        Server = server;
        Relay = relayed ? TcpRelay.Start(server.Address.Port) : null;
        if (authority is not null)
            WriteAuthority(authority);
        Kubeconfig = server.WriteKubeconfig(_folder.FullName, through: Relay?.Address ?? (authority is null ? null : new Uri($"https://{ServerName}:{server.Address.Port}/")));
        Client = KubernetesApi.Connect(new() { Kubeconfig = Kubeconfig }, Time, NullLoggerFactory.Instance);
    }

    public FakeKubeApi Server { get; }

    /// <summary>What stands between client and server; null when nothing does.</summary>
    public TcpRelay? Relay { get; }

    public ArmedTime Time { get; } = new();

    public KubernetesApi Client { get; }

    public string Kubeconfig { get; }

    public string Folder => _folder.FullName;

    public static async Task<WatchScene> StartAsync(bool servesEndpointSlices = true) =>
        new(await FakeKubeApi.StartAsync(servesEndpointSlices));

    public static async Task<WatchScene> StartRelayedAsync() => new(await FakeKubeApi.StartAsync(), relayed: true);

    public static async Task<WatchScene> StartAsync(TestCertificates authority) =>
        new(await FakeKubeApi.StartAsync(certificate: authority.For(ServerName)), authority: authority.AuthorityPem);

    /// <summary>Replaces the file that the client believes.</summary>
    public void WriteAuthority(string pem) => File.WriteAllText(Path.Combine(Folder, "ca.crt"), pem);

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
        if (Relay is not null)
            await Relay.DisposeAsync();
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
