using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

/// <summary>Pages of a kubelet on loopback, with a certificate.</summary>
internal sealed class FakeKubelet : IAsyncDisposable
{
    private readonly WebApplication _host;

    private FakeKubelet(WebApplication host) => _host = host;

    /// <summary>What each path answers; 404 without.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Pages { get; } = new(StringComparer.Ordinal);

    /// <summary>What each request brought along.</summary>
    public ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = [];

    public int Port => new Uri(_host.Urls.First()).Port;

    public static async Task<FakeKubelet> StartAsync(X509Certificate2 certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        FakeKubelet kubelet = new(builder.Build());
        kubelet._host.Run(kubelet.AnswerAsync);
        await kubelet._host.StartAsync();
        return kubelet;
    }

    public void Show(string path, string text) => Pages[path] = context => context.Response.WriteAsync(text, context.RequestAborted);

    /// <summary>The node whose kubelet this is.</summary>
    public JsonObject Node(string name) => NodeAt(name, Port);

    public static JsonObject NodeAt(string name, int port) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { [nameof(Port)] = port } },
        },
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue((context.Request.Path.Value!, context.Request.Headers.Authorization.ToString()));
        if (Pages.TryGetValue(context.Request.Path.Value!, out RequestDelegate? page))
            return page(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
