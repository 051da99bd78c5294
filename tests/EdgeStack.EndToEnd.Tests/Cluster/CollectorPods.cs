using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>
/// The native collector on the real cluster: on its node, for the cluster and for a database, from the manifests in deploy/ with an image made of the published binary.
/// Made once for all tests of the class, gone afterwards.
/// </summary>
#pragma warning disable CA1515 // the test class that takes it in its constructor has to be public
public sealed class CollectorPods : IAsyncLifetime
#pragma warning restore CA1515
{
    internal const string Password = "of-the-database-7Qx";

    private const string Image = "edge/collector:end-to-end";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly int _nodePort = FreePort();
    private bool _isThere;

    internal Kubectl Kubectl { get; private set; } = null!;

    /// <summary>Stands for edgestack-collector in all names; the node's namespace has -node behind it.</summary>
    internal string Name { get; } = $"collector-{Guid.NewGuid().ToString("n")[..6]}";

    public async ValueTask InitializeAsync()
    {
        if (SharedCluster.Kubectl() is not { } kubectl)
            return;
        Kubectl = kubectl;
        _isThere = true;
        await SharedCluster.MakeImageAsync(Image, Programs.NativeCollector);
        await Kubectl.ApplyAsync(await ManifestsAsync("collector"));
        await Kubectl.RunAsync("-n", Name, "create", "secret", "generic", $"{Name}-database", $"--from-literal=password={Password}");
        await Kubectl.ApplyAsync(await ManifestsAsync(Path.Combine("collector", "database")));
        foreach ((string space, string workload) in ((string, string)[])[($"{Name}-node", $"daemonset/{Name}-node"), (Name, $"deployment/{Name}-cluster"), (Name, $"deployment/{Name}-database")])
            await Kubectl.RunAsync("-n", space, "rollout", "status", workload, "--timeout=90s");
    }

    /// <summary>Skips the calling test when there is no cluster.</summary>
    internal void RequireCluster() => Assert.SkipWhen(!_isThere, SharedCluster.IsMissing);

    /// <summary>What a role's pod answers, by its own address.</summary>
    internal async Task<string> PageAsync(string role, string path)
    {
        string address = (await PodsAsync(role, "status.podIP")).First();
        return await _client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{(role == "node" ? _nodePort : 9910)}{path}"), TestContext.Current.CancellationToken);
    }

    /// <summary>A field of each of the role's pods that run. One that is being ended still has the phase Running, and an address that nobody answers at any more: it does not count.</summary>
    internal async Task<string[]> PodsAsync(string role, string field) => (await Kubectl.RunAsync(
        "-n", role == "node" ? $"{Name}-node" : Name, "get", "pods", "-l", $"app.kubernetes.io/component={role}", "--field-selector=status.phase=Running",
        "-o", $"go-template={{{{range .items}}}}{{{{if not .metadata.deletionTimestamp}}}}{{{{.{field}}}}} {{{{end}}}}{{{{end}}}}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits until a role's page has all of these.</summary>
    internal async Task<string> HasAsync(string role, string path, params string[] parts)
    {
        string page = "";
        await Eventually.HoldsAsync(async () => parts.All((page = await PageAsync(role, path)).Contains), $"{path} of {role} has {string.Join(", ", parts)}", TimeSpan.FromSeconds(60));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_isThere)
            return;
        foreach (string[] made in (string[][])[["namespace", Name, $"{Name}-node"], ["clusterrole", Name], ["clusterrolebinding", Name]])
            await Kubectl.Command(["delete", .. made, "--wait=false", "--ignore-not-found"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
    }

    // The manifests that a user applies; the names, the image and the node's port are the test's own.
    private async Task<string> ManifestsAsync(string kustomization)
    {
        string[] manifests = (await Kubectl.RunAsync("kustomize", Path.Combine(RepositoryRoot.Path, "deploy", kustomization)))
            .Replace("edgestack-collector", Name, StringComparison.Ordinal)
            .Replace("docker.io/edgestack/collector:0.1.0", $"docker.io/{Image}", StringComparison.Ordinal)
            .Replace("imagePullPolicy: IfNotPresent", "imagePullPolicy: Never", StringComparison.Ordinal)
            .Split("---\n");
        return string.Join("---\n", manifests.Select(manifest => manifest.Contains("kind: DaemonSet", StringComparison.Ordinal) ? OfNode(manifest) : manifest));
    }

    private string OfNode(string manifest) => manifest
        .Replace("9910", _nodePort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        // The machine of the test cluster need not have been started by systemd, which makes its root a shared mount.
        .Replace("mountPropagation: HostToContainer", RootIsShared() ? "mountPropagation: HostToContainer" : "mountPropagation: None", StringComparison.Ordinal);

    // 24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
    private static bool RootIsShared() => File.ReadLines("/proc/1/mountinfo").Select(line => line.Split(' ')).Any(words => words[4] == "/" && words[6].StartsWith("shared:", StringComparison.Ordinal));

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
