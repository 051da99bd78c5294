using System.Globalization;
using System.Text;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>kubectl proxy: the API server on loopback, for edits that are too many for a process each.</summary>
internal sealed class ApiProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private Task _running = Task.CompletedTask;
    private Uri _address = null!;

    public static async Task<ApiProxy> StartAsync(Kubectl kubectl)
    {
        ApiProxy proxy = new();
        TaskCompletionSource<string> serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy._running = kubectl.Command("proxy", "--port=0").WithStandardOutputPipe(PipeTarget.ToDelegate(line => serving.TrySetResult(line)))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(proxy._stop.Token);
        // Starting to serve on 127.0.0.1:40123
        string line = await serving.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        int port = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        proxy._address = new Uri($"http://127.0.0.1:{port}");
        return proxy;
    }

    /// <summary>Gives a ConfigMap's key a new text.</summary>
    public async Task EditAsync(string @namespace, string name, string routes)
    {
        string patch = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>> { ["data"] = new() { ["routes.yaml"] = routes } });
        using HttpRequestMessage request = new(HttpMethod.Patch, new Uri(_address, $"/api/v1/namespaces/{@namespace}/configmaps/{name}"))
        {
            Content = new StringContent(patch, Encoding.UTF8, "application/merge-patch+json"),
        };
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // it was told to end
        }

        _client.Dispose();
        _stop.Dispose();
    }
}
