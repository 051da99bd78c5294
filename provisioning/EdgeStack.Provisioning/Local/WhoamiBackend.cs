using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeStack.Provisioning.Local;

/// <summary>
/// A service to route to when there is none yet: says what it was asked, as text, and echoes WebSocket messages on <c>/echo</c>.
/// It listens on a free port of loopback only.
/// </summary>
internal sealed class WhoamiBackend : IAsyncDisposable
{
    public const string EchoPath = "/echo";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private WhoamiBackend(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public static async Task<WhoamiBackend> StartAsync(CancellationToken cancellation)
    {
        // Empty: no settings from files or the environment may move its listener.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(context => context.Request.Path == EchoPath ? EchoAsync(context, app.Lifetime.ApplicationStopping) : AnswerAsync(context));
        await app.StartAsync(cancellation);
        return new WhoamiBackend(app);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource hard = new(StopTimeout);
        await _app.StopAsync(hard.Token);
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext context)
    {
        byte[] text = Encoding.UTF8.GetBytes(WhoamiText.Of(context.Request));
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }

    private static async Task EchoAsync(HttpContext context, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            await context.Response.WriteAsync("This is a WebSocket: it echoes every message.\n", context.RequestAborted);
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await EchoAsync(socket, end.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The other side went away, or everything stops: nothing to tell anyone.
        }
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken end)
    {
        byte[] buffer = new byte[8192];
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), end);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, end);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, end);
        }
    }

    // The ordinary one stops the host at Ctrl-C by itself; here `up` decides the order in which things stop.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
