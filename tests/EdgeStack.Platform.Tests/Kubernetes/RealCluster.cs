using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>A namespace of our own in a real cluster, for writing; gone at the end.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private readonly ClusterAccess _access;

    private RealCluster(string kubeconfig)
    {
        Kubeconfig = kubeconfig;
        _access = ClusterAccess.Read(new() { Kubeconfig = kubeconfig });
    }

    public string Kubeconfig { get; }

    public string Namespace { get; } = $"kube-test-{Guid.NewGuid():n}"[..20];

    /// <summary>Skips the test when there is no cluster.</summary>
    public static async Task<RealCluster> OpenAsync()
    {
        RealCluster cluster = new(Find());
        try
        {
            JsonObject item = new() { ["metadata"] = new JsonObject { ["name"] = cluster.Namespace } };
            await cluster.WriteAsync(HttpMethod.Post, "api/v1/namespaces", item);
        }
        catch (HttpRequestException e)
        {
            Assert.Skip($"A kubeconfig is there, but its cluster does not answer: {e.Message}");
        }
        return cluster;
    }

    public static string Find()
    {
        string shared = Path.Combine(Path.GetTempPath(), "edge-cluster", "admin.kubeconfig");
        string? found = new[] { Environment.GetEnvironmentVariables()["KUBECONFIG"] as string, shared }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "No real cluster: KUBECONFIG names no file and the shared test cluster is not up.");
        return found!;
    }

    public Task CreateAsync(string plural, JsonObject item) => WriteAsync(HttpMethod.Post, PathOf(plural), item);

    public Task ReplaceAsync(string plural, string name, JsonObject item) => WriteAsync(HttpMethod.Put, $"{PathOf(plural)}/{name}", item);

    public Task DeleteAsync(string plural, string name) => WriteAsync(HttpMethod.Delete, $"{PathOf(plural)}/{name}", null);

    /// <summary>A kubeconfig, in this folder, of a service account of our namespace that no role is bound to.</summary>
    public async Task<string> WriteStrangerAsync(string folder)
    {
        await CreateAsync("serviceaccounts", new() { ["metadata"] = new JsonObject { ["name"] = "stranger" } });
        string answer = await WriteAsync(HttpMethod.Post, PathOf("serviceaccounts") + "/stranger/token", new() { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() });
        string ours = await File.ReadAllTextAsync(Kubeconfig);
        string cluster = string.Join(", ", ours.Split('\n').Select(line => line.Trim(' ', '-')).Where(line => line.StartsWith("server:", StringComparison.Ordinal) || line.StartsWith("certificate-authority", StringComparison.Ordinal)));
        string path = Path.Combine(folder, "stranger.kubeconfig");
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [ { name: c, cluster: { {{cluster}} } } ]
            users: [ { name: u, user: { token: "{{JsonNode.Parse(answer)!["status"]!["token"]}}" } } ]
            contexts: [ { name: c, context: { cluster: c, user: u } } ]
            current-context: c
            """);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await WriteAsync(HttpMethod.Delete, "api/v1/namespaces/" + Namespace, null);
        _access.Dispose();
    }

    private string PathOf(string plural) => $"api/v1/namespaces/{Namespace}/{plural}";

    private async Task<string> WriteAsync(HttpMethod method, string path, JsonObject? body)
    {
        using HttpRequestMessage message = await _access.PrepareAsync(new ApiRequest("write", "v1", "", null), CancellationToken.None);
        message.Method = method;
        message.RequestUri = new(path, UriKind.Relative);
        if (body is not null)
            message.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _access.SendAsync(message, sameServer: false, CancellationToken.None);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted, $"{method} {path}: {answer}");
        return answer;
    }
}
