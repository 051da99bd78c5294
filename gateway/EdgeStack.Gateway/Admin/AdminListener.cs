using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Listeners;
using EdgeStack.Hosting.Log;
using EdgeStack.Routes.Explaining;

namespace EdgeStack.Gateway.Admin;

/// <summary>The read-only admin API.</summary>
internal sealed class AdminListener(GatewayOptions options, AdminQuestions questions, AdminToken token, ListenerAddresses addresses) : IHostedService
{
    private readonly WebApplication _app = Build(options, questions, token);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        addresses.Admin = ListenerAddresses.Of(_app);
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _app.DisposeAsync();

    private static WebApplication Build(GatewayOptions options, AdminQuestions questions, AdminToken token)
    {
        WebApplication app = SideListener.Build(options.Listeners.Admin);
        app.Use(next => context => GuardAsync(context, next, options, token));
        app.UseRouting();
        Map(app, "/api/v1/overview", context => AnswerAsync(context, questions.Routes.Overview(), AdminJson.Readable.Overview));
        Map(app, "/api/v1/routes", context => AnswerAsync(context, questions.Routes.Routes(), AdminJson.Readable.RouteList));
        Map(app, "/api/v1/routes/explain", context => ExplainParameters.Read(context.Request.Query, out ExplainedRequest? request) is { } wrong
            ? RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad request", wrong)
            : AnswerAsync(context, questions.Routes.Explain(request!), AdminJson.Readable.RouteExplanation));
        Map(app, "/api/v1/requests", context => RequestParameters.Read(context.Request.Query, out RequestParameters? wanted) is { } wrong
            ? RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad request", wrong)
            : StreamAsync(context, json => questions.Requests.Write(json, wanted!)));
        Map(app, "/api/v1/upstreams", context => AnswerAsync(context, questions.Upstreams.Upstreams(), AdminJson.Readable.UpstreamList));
        Map(app, "/api/v1/problems", context => AnswerAsync(context, questions.Routes.Problems(), AdminJson.Readable.ProblemList));
        Map(app, "/api/v1/tunnel", context => AnswerAsync(context, questions.Tunnel.Tunnel(), AdminJson.Readable.TunnelDocument));
        app.MapFallback("{**path}", context => RefuseAsync(context, StatusCodes.Status404NotFound, "Not found", "Known here: /api/v1/overview, /api/v1/routes, /api/v1/routes/explain?url=URL, /api/v1/requests, /api/v1/upstreams, /api/v1/problems, /api/v1/tunnel"));
        return app;
    }

    private static void Map(WebApplication app, string path, RequestDelegate answer) => app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], answer);

    private static Task GuardAsync(HttpContext context, RequestDelegate next, GatewayOptions options, AdminToken token)
    {
        // A web page in the owner's browser may reach loopback under a name of its own (DNS rebinding): only our own names are answered.
        if (options.Listeners.AdminIsLoopback && !IsOwnName(context.Request.Host.Host))
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Forbidden", "Ask for http://127.0.0.1 or http://localhost");
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed", "This API is read only: ask with GET");
        }

        if (token.Allows(context.Request))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", "Send the token from the file of admin.tokenFile as 'Authorization: Bearer …'");
    }

    private static bool IsOwnName(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static async Task StreamAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        Begin(context, "application/json");
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, LogText.JsonOptions);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }

    private static void Begin(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
    }

    private static Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        Begin(context, "application/json");
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        Begin(context, "application/problem+json");
        return JsonSerializer.SerializeAsync(context.Response.Body, new ProblemDetails("about:blank", title, status, detail), AdminJson.Readable.ProblemDetails, context.RequestAborted);
    }
}
