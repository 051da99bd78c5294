using System.Collections.Immutable;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>
/// The native gateway as a pod of the real cluster, from the manifests in deploy/ with an image made of the published binary, and a
/// namespace of applications that it watches. Made once for all tests of the class, gone afterwards.
/// </summary>
#pragma warning disable CA1515 // the test class that takes it in its constructor has to be public
public class GatewayPod : IAsyncLifetime
#pragma warning restore CA1515
{
    private string? _skip;

    /// <summary>The kustomization, below <c>deploy</c>.</summary>
    private protected virtual string Kustomization => "gateway";

    /// <summary>The image that the kustomization names.</summary>
    private protected virtual string NamedImage => "docker.io/edgestack/gateway:0.1.0";

    /// <summary>The image that stands for it.</summary>
    private protected virtual string Image => "edge/gateway:end-to-end";

    /// <summary>What is in it beside the gateway, as the tool takes it.</summary>
    private protected virtual IEnumerable<string> AlsoInImage => [];

    internal Kubectl Kubectl { get; private set; } = null!;

    /// <summary>Namespace of the gateway.</summary>
    internal string Home { get; } = $"edgestack-{Guid.NewGuid().ToString("n")[..6]}";

    /// <summary>Namespace of routes and backends.</summary>
    internal string Apps { get; } = $"apps-{Guid.NewGuid().ToString("n")[..6]}";

    internal HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(20) };

    internal string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (SharedCluster.Kubectl() is not { } kubectl)
        {
            _skip = SharedCluster.IsMissing;
            return;
        }

        Kubectl = kubectl;
        await SharedCluster.MakeImageAsync(Image, Programs.NativeGateway, AlsoInImage);
        await Kubectl.RunAsync("create", "namespace", Apps);
        await Kubectl.ApplyAsync(await ManifestsAsync());
        await AddAsync();
        await Kubectl.RunAsync("-n", Home, "rollout", "status", "deployment/edgestack-gateway", "--timeout=90s");
        Address = (await PodsAsync())[0].Address;
    }

    /// <summary>What the owner makes beside the manifests.</summary>
    private protected virtual Task AddAsync() => Task.CompletedTask;

    /// <summary>Gives the gateway another setting, as its owner would, and waits until it serves with it.</summary>
    internal async Task SetAsync(string variable)
    {
        await Kubectl.RunAsync("-n", Home, "set", "env", "deployment/edgestack-gateway", variable);
        await Kubectl.RunAsync("-n", Home, "rollout", "status", "deployment/edgestack-gateway", "--timeout=90s");
        // The pod before it leaves in its own time.
        await Eventually.HoldsAsync(async () => (await PodsAsync()).Length == 1, "only the new pod is left", TimeSpan.FromSeconds(90));
        Address = (await PodsAsync())[0].Address;
    }

    /// <summary>Skips the calling test when there is no cluster.</summary>
    internal void RequireCluster() => Assert.SkipWhen(_skip is not null, _skip ?? "");

    /// <summary>Asks the gateway pod as a visitor of that host would.</summary>
    internal Task<HttpResponseMessage> GetAsync(string host, CancellationToken cancellationToken) => GetAsync(Address, host, cancellationToken);

    internal async Task<HttpResponseMessage> GetAsync(string address, string host, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://{address}:8080/");
        request.Headers.Host = host;
        return await Client.SendAsync(request, cancellationToken);
    }

    /// <summary>Waits until the host answers with this status and, if given, this text.</summary>
    internal Task AnswersAsync(string host, int status, Func<string, bool>? body = null) => AnswersAsync(Address, host, status, body);

    internal Task AnswersAsync(string address, string host, int status, Func<string, bool>? body = null) => Eventually.HoldsAsync(async () =>
    {
        try
        {
            using HttpResponseMessage response = await GetAsync(address, host, TestContext.Current.CancellationToken);
            return (int)response.StatusCode == status && (body is null || body(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
        catch (HttpRequestException)
        {
            return false; // not started yet
        }
    }, $"{host} answers {status}", TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        if (_skip is null && Kubectl is not null)
            await Kubectl.Command("delete", "namespace", Home, Apps, "--wait=false", "--ignore-not-found").WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
    }

    // The manifests that a user applies; only the names of namespaces and image are the test's own.
    private async Task<string> ManifestsAsync() =>
        (await Kubectl.RunAsync("kustomize", Path.Combine(RepositoryRoot.Path, "deploy", Kustomization)))
            .Replace("namespace: edgestack", $"namespace: {Home}", StringComparison.Ordinal)
            .Replace("name: edgestack\n", $"name: {Home}\n", StringComparison.Ordinal)
            .Replace("namespace: default", $"namespace: {Apps}", StringComparison.Ordinal)
            .Replace("value: default", $"value: {Apps}", StringComparison.Ordinal)
            .Replace("imagePullPolicy: IfNotPresent", "imagePullPolicy: Never", StringComparison.Ordinal)
            .Replace(NamedImage, $"docker.io/{Image}", StringComparison.Ordinal);

    /// <summary>The gateway's pods that run.</summary>
    internal async Task<ImmutableArray<(string Uid, string Address)>> PodsAsync()
    {
        string pods = await Kubectl.RunAsync(
            "-n", Home, "get", "pods", "-l", "app.kubernetes.io/name=edgestack-gateway", "--field-selector=status.phase=Running",
            "-o", "jsonpath={range .items[*]}{.metadata.uid} {.status.podIP}{\"\\n\"}{end}");
        return [.. pods.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))];
    }
}
