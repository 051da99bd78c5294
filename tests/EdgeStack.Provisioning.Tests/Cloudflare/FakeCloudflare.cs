using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>A stand-in for Cloudflare's API in this process: documented paths, shapes and error codes, over real HTTP, with what it holds in memory.</summary>
internal sealed class FakeCloudflare : IAsyncDisposable
{
    public const string Token = "v1-0123456789abcdefghijklmnopqrstuvwxyz";
    public const string Account = "699d98642c564d2e855e9661899b7252";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();

    private FakeCloudflare(WebApplication app)
    {
        _app = app;
        Zones = new FakeZones();
        Tunnels = new FakeTunnels(Account);
    }

    public FakeZones Zones { get; }

    public FakeTunnels Tunnels { get; }

    /// <summary>What the next requests get instead of an answer, in order; null lets one through.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>?> Faults { get; } = new();

    /// <summary>Method, path and query of each request.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What <c>tokens/verify</c> says.</summary>
    public string TokenStatus { get; set; } = "active";

    /// <summary>True when the token belongs to the account, not to a person.</summary>
    public bool IsAccountToken { get; set; }

    /// <summary>First parts of paths that the token may not touch.</summary>
    public List<string> Forbidden { get; } = [];

    public string Address => $"{_app.Urls.Single()}/client/v4";

    /// <summary>Those that changed something.</summary>
    public IEnumerable<string> Changes => Calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal));

    public static async Task<FakeCloudflare> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        FakeCloudflare api = new(builder.Build());
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    /// <summary>A fault: a status and nothing that is JSON.</summary>
    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync("<html>not an envelope</html>");
    };

    /// <summary>A fault: an error in an envelope.</summary>
    public static Func<HttpContext, Task> Refusing(int status, int code, string message) =>
        Answering(status, FakeAnswer.Error(status, code, message).Envelope.ToJsonString());

    /// <summary>A fault: whatever stands there.</summary>
    public static Func<HttpContext, Task> Answering(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    /// <summary>A fault: the request is heard and done, but its answer never arrives.</summary>
    public Func<HttpContext, Task> LosingTheAnswer() => async context =>
    {
        await HandleAsync(context);
        context.Abort();
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path.Value!["/client/v4".Length..]}{context.Request.QueryString}");
        if (Faults.TryDequeue(out Func<HttpContext, Task>? fault) && fault is not null)
        {
            await fault(context);
            return;
        }

        (int status, JsonObject envelope) = await HandleAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(envelope.ToJsonString(), context.RequestAborted);
    }

    private async Task<(int Status, JsonObject Envelope)> HandleAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
            return FakeAnswer.Error(401, 10000, "Authentication error");
        string path = context.Request.Path.Value!["/client/v4/".Length..];
        if (Forbidden.Any(part => path.StartsWith(part, StringComparison.Ordinal)))
            return FakeAnswer.Error(403, 9109, "Unauthorized to access requested resource");
        JsonObject body = context.Request.ContentLength > 0 ? (await JsonNode.ParseAsync(context.Request.Body))!.AsObject() : [];
        lock (_gate)
        {
            return path.Split('/') switch
            {
                ["user", "tokens", "verify"] when IsAccountToken => FakeAnswer.Error(401, 1000, "Invalid API Token"),
                ["user", "tokens", "verify"] or ["accounts", Account, "tokens", "verify"] => FakeAnswer.Of(new JsonObject { ["id"] = "1", ["status"] = TokenStatus }),
                ["accounts", Account, "cfd_tunnel", .. var rest] => Tunnels.Answer(context.Request, rest, body),
                ["zones", .. var rest] => Zones.Answer(context.Request, rest, body),
                _ => FakeAnswer.Error(404, 7003, $"Could not route to /{path}, perhaps your object identifier is invalid?"),
            };
        }
    }
}
