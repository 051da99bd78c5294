using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Provisioning.Tests.AdminApi;

/// <summary>Answers like a gateway's admin API, over real HTTP.</summary>
internal sealed class FakeAdminApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private volatile string _body;

    private FakeAdminApi(WebApplication app, string body)
    {
        _app = app;
        _body = body;
    }

    /// <summary>What the next request is answered with.</summary>
    public string Body { set => _body = value; }

    public string Address => _app.Urls.Single();

    /// <summary>Method, path and authorization of the last request.</summary>
    public string? Asked { get; private set; }

    /// <summary>The query of the last request.</summary>
    public string? Query { get; private set; }

    public static async Task<FakeAdminApi> StartAsync(string body, int status = 200, string type = "application/json", int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        FakeAdminApi api = new(builder.Build(), body);
        api._app.Run(context =>
        {
            api.Asked = $"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}".TrimEnd();
            api.Query = context.Request.QueryString.Value;
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(api._body, context.RequestAborted);
        });
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
