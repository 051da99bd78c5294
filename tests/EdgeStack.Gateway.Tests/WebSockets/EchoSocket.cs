using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.WebSockets;

/// <summary>A WebSocket through the gateway to a service that sends back what it gets.</summary>
internal sealed class EchoSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens it and hears from the service.</summary>
    public static async Task<EchoSocket> OpenAsync(RunningGateway gateway, string host, string path = "/", string? user = null)
    {
        EchoSocket opened = new();
        opened._socket.Options.SetRequestHeader("Host", host);
        if (user is not null)
            opened._socket.Options.SetRequestHeader("Authorization", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(user))}");
        await opened._socket.ConnectAsync(new UriBuilder(gateway.Public) { Scheme = "ws", Path = path }.Uri, Cancellation);
        await opened.SpeakAsync("hello");
        return opened;
    }

    public async Task SpeakAsync(string text)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        byte[] buffer = new byte[256];
        ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, result.Count));
    }

    /// <summary>Waits for 1001 and answers it.</summary>
    public async Task ExpectGoodbyeAsync()
    {
        ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(new byte[64].AsMemory(), Cancellation);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (result.MessageType, _socket.CloseStatus));
        await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, Cancellation);
    }

    /// <summary>Waits for an end without a close frame.</summary>
    public async Task ExpectEndAsync() => await Assert.ThrowsAsync<WebSocketException>(async () => await _socket.ReceiveAsync(new byte[64].AsMemory(), Cancellation));

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);

    /// <summary>Ends the connection without a close frame.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>The service.</summary>
    /// <param name="context">A request; one for no WebSocket is answered with <c>hello</c>.</param>
    /// <param name="closed">Hears how visitors have closed.</param>
    public static async Task ServeAsync(HttpContext context, Action<WebSocketCloseStatus?>? closed = null)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync("hello", context.RequestAborted);
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
            closed?.Invoke(socket.CloseStatus);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            closed?.Invoke(null);
        }
    }
}
