using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes;

/// <summary>
/// A namespace of our own in a real cluster, with something of most kinds in it, and an account with the role of <c>deploy/collector</c>. Gone at the end. Made only when there is a
/// cluster; tests that need it skip themselves.
/// </summary>
// xunit finds only public ones.
#pragma warning disable CA1515
public sealed class RealCluster : IAsyncLifetime
#pragma warning restore CA1515
{
    private readonly TemporaryFolder _folder = new();
    private string? _admin;

    internal string Namespace { get; } = $"collector-test-{Guid.NewGuid():n}"[..24];

    /// <summary>Of the account that may see what the collector's role says.</summary>
    internal string Kubeconfig { get; private set; } = "";

    /// <summary>Of an account that no role is bound to.</summary>
    internal string StrangersKubeconfig { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string shared = Path.Combine(Path.GetTempPath(), "edge-cluster", "admin.kubeconfig");
        _admin = new[] { Environment.GetEnvironmentVariables()["KUBECONFIG"] as string, shared }.FirstOrDefault(File.Exists);
        if (_admin is null || (await TryAsync(PipeSource.Null, "get", "nodes", "--request-timeout=5s")).ExitCode != 0)
        {
            _admin = null;
            return;
        }

        await RunAsync("create", "namespace", Namespace);
        string role = (await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "deploy/collector/cluster/rbac.yaml")))
            .Replace("namespace: edgestack-collector", $"namespace: {Namespace}", StringComparison.Ordinal).Replace("name: edgestack-collector", $"name: {Namespace}", StringComparison.Ordinal);
        await ApplyAsync(role);
        await ApplyAsync(Manifests.Replace("NAMESPACE", Namespace, StringComparison.Ordinal));
        Kubeconfig = await KubeconfigOfAsync(Namespace);
        await RunAsync("-n", Namespace, "create", "serviceaccount", "stranger");
        StrangersKubeconfig = await KubeconfigOfAsync("stranger");
        await RunAsync("-n", Namespace, "rollout", "status", "deployment/web", "--timeout=90s");
        await RunAsync("-n", Namespace, "wait", "--for=condition=complete", "job/done", "--timeout=60s");
        await Eventually.HoldsAsync(
            async () => (await GetAsync("pod", "crashes"))["status"]!["containerStatuses"]?[0]!["restartCount"]!.GetValue<int>() > 0, "a container was started again", TimeSpan.FromSeconds(60));
    }

    /// <summary>Skips the test when there is no cluster.</summary>
    internal void Require() => Assert.SkipWhen(_admin is null, "No real cluster: KUBECONFIG names none that answers, and the shared test cluster is not up.");

    /// <summary>An object, or all of a kind when there is no name.</summary>
    internal async Task<JsonObject> GetAsync(params string[] what) => (JsonObject)JsonNode.Parse(await RunAsync(["-n", Namespace, "get", "-o", "json", .. what]))!;

    internal async Task<JsonObject[]> AllAsync(params string[] what) => [.. (await GetAsync(what))["items"]!.AsArray().OfType<JsonObject>()];

    internal Task<string> RunAsync(params string[] arguments) => RunAsync(PipeSource.Null, arguments);

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await TryAsync(PipeSource.Null, "delete", "clusterrolebinding,clusterrole", Namespace, "--ignore-not-found");
            await TryAsync(PipeSource.Null, "delete", "namespace", Namespace, "--wait=false");
        }

        _folder.Dispose();
    }

    private Task<string> ApplyAsync(string manifests) => RunAsync(PipeSource.FromString(manifests), "apply", "-f", "-");

    private async Task<string> RunAsync(PipeSource input, params string[] arguments)
    {
        BufferedCommandResult result = await TryAsync(input, arguments);
        return result.ExitCode == 0 ? result.StandardOutput : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.StandardError}");
    }

    private async Task<BufferedCommandResult> TryAsync(PipeSource input, params string[] arguments) => await Cli.Wrap("kubectl").WithArguments(["--kubeconfig", _admin!, .. arguments])
        .WithStandardInputPipe(input).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

    private async Task<string> KubeconfigOfAsync(string account)
    {
        const string Request = """{ "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {} }""";
        string request = _folder.Write("request.json", Request);
        string answer = await RunAsync("create", "--raw", $"/api/v1/namespaces/{Namespace}/serviceaccounts/{account}/token", "-f", request);
        JsonNode cluster = JsonNode.Parse(await RunAsync("config", "view", "--raw", "--minify", "-o", "json"))!["clusters"]![0]!["cluster"]!;
        JsonObject config = new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = "c",
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = "c", ["cluster"] = cluster.DeepClone() }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = "u", ["user"] = new JsonObject { ["token"] = JsonNode.Parse(answer)!["status"]!["token"]!.GetValue<string>() } }),
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = "c", ["context"] = new JsonObject { ["cluster"] = "c", ["user"] = "u" } }),
        };
        return _folder.Write($"{account}.kubeconfig", config.ToJsonString());
    }

    private const string Manifests = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: NAMESPACE, labels: { app.kubernetes.io/name: web } }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: web
                  image: docker.io/edge/busybox:1
                  imagePullPolicy: Never
                  command: [sh, -c, "while true; do wget -q -O /dev/null http://127.0.0.1:1 || sleep 1; done"]
                  resources: { requests: { cpu: 10m, memory: 8Mi }, limits: { cpu: 100m, memory: 32Mi } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: crashes, namespace: NAMESPACE }
        spec:
          terminationGracePeriodSeconds: 0
          containers: [ { name: c, image: "docker.io/edge/busybox:1", imagePullPolicy: Never, command: [sh, -c, "exit 3"] } ]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: nowhere, namespace: NAMESPACE }
        spec:
          nodeSelector: { there-is: no-such-node }
          containers: [ { name: c, image: "docker.io/edge/busybox:1" } ]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: { name: done, namespace: NAMESPACE }
        spec: { template: { spec: { restartPolicy: Never, containers: [ { name: c, image: "docker.io/edge/busybox:1", imagePullPolicy: Never, command: ["true"] } ] } } }
        ---
        apiVersion: batch/v1beta1
        kind: CronJob
        metadata: { name: nightly, namespace: NAMESPACE }
        spec: { schedule: "0 3 * * *", suspend: true, jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [ { name: c, image: c } ] } } } } }
        ---
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: { name: web, namespace: NAMESPACE }
        spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: NAMESPACE }
        spec: { selector: { app: web }, ports: [ { port: 80 } ] }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings, namespace: NAMESPACE }
        data: { key: "a value that must never be shown" }
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: data, namespace: NAMESPACE }
        spec: { storageClassName: none-such, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: allow, namespace: NAMESPACE }
        spec: { podSelector: {}, ingress: [ {} ] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web, namespace: NAMESPACE }
        spec: { ingressClassName: traefik, defaultBackend: { service: { name: web, port: { number: 80 } } } }
        """;
}
