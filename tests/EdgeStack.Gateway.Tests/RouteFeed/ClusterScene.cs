using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>A fake API server with a Service that a backend stands behind, and route objects for it.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" };

    private readonly TemporaryFolder _folder = new();

    private readonly TemporaryFolder? _ownState;

    private ClusterScene(FakeKubeApi api, TestBackend backend, TemporaryFolder? state)
    {
        Api = api;
        Backend = backend;
        State = state ?? (_ownState = new TemporaryFolder());
    }

    public FakeKubeApi Api { get; }

    public TestBackend Backend { get; }

    /// <summary>Where the gateways of this scene keep what they know.</summary>
    public TemporaryFolder State { get; }

    public static async Task<ClusterScene> StartAsync(TemporaryFolder? state = null)
    {
        ClusterScene scene = new(await FakeKubeApi.StartAsync(), await TestBackend.StartAsync(), state);
        scene.Api.UpsertService("apps", "blog", ("web", 80, "8080"));
        scene.SetEndpoints("127.0.0.1");
        return scene;
    }

    public Task<RunningGateway> StartGatewayAsync() => RunningGateway.StartAsync(new GatewayOptions
    {
        Kubernetes = { Kubeconfig = WriteKubeconfig("fake-token") },
        StateFolder = State.Path,
    });

    /// <summary>Replaces the token that the gateways of this scene have.</summary>
    public string WriteKubeconfig(string token) => Api.WriteKubeconfig(_folder.Path, token);

    /// <summary>Ready addresses behind the Service; none makes its routes answer 503.</summary>
    public void SetEndpoints(params string[] ready) => Api.UpsertEndpointSlice("apps", "blog-1", "blog", "web", Backend.Port, ready);

    /// <summary>A route object with one route for each of these hosts.</summary>
    public void SetRoutes(string name, params string[] hosts) => SetText(name, $"routes:\n{string.Concat(hosts.Select(host => $"  - {{ host: {host}, service: \"blog:80\" }}\n"))}");

    public void SetText(string name, string text) => Api.UpsertConfigMap("apps", name, Labels, new Dictionary<string, string>(StringComparer.Ordinal) { ["routes.yaml"] = text });

    /// <summary>An object that has the label and nothing in it.</summary>
    public void SetEmpty(string name) => Api.UpsertConfigMap("apps", name, Labels, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>What happens meanwhile is seen by no watch: the next thing that the gateway gets is a list.</summary>
    public async Task WhileAwayAsync(Action happens)
    {
        await Api.GoAwayAsync();
        happens();
        Api.ForgetHistory();
        await Api.ComeBackAsync();
    }

    public int Lists(string plural) => Api.Requests.Count(request => request.Verb == "list" && request.Plural == plural);

    public static async Task<long> RevisionAsync(RunningGateway gateway) =>
        (await gateway.AdminAsync("overview")).GetProperty("table").GetProperty("revision").GetInt64();

    /// <summary>What the overview says is wrong with the source; null when nothing is.</summary>
    public static async Task<string?> FaultAsync(RunningGateway gateway) =>
        (await gateway.AdminAsync("overview")).GetProperty("sources")[0].GetProperty("fault") is { ValueKind: JsonValueKind.String } fault ? fault.GetString() : null;

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Backend.DisposeAsync();
        _folder.Dispose();
        _ownState?.Dispose();
    }
}
