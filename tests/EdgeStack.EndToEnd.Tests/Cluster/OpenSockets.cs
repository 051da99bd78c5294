using System.Net.WebSockets;
using System.Text;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>WebSockets through the gateway that stay open, each to a backend that sends back what it gets.</summary>
internal sealed class OpenSockets : IAsyncDisposable
{
    private readonly List<ClientWebSocket> _sockets = [];
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly HttpMessageInvoker _invoker;

    private OpenSockets() => _invoker = new HttpMessageInvoker(_handler);

    public int Count => _sockets.Count;

    public static async Task<OpenSockets> OpenAsync(GatewayPod gateway, string host, int count)
    {
        OpenSockets open = new();
        for (int i = 0; i < count; i++)
        {
            ClientWebSocket socket = new();
            socket.Options.SetRequestHeader("Host", host);
            await socket.ConnectAsync(new Uri($"ws://{gateway.Address}:8080/"), open._invoker, TestContext.Current.CancellationToken);
            open._sockets.Add(socket);
        }

        return open;
    }

    /// <summary>Sends a message through each and waits for it to come back; returns how many answered.</summary>
    public async Task<int> AnsweringAsync()
    {
        int answering = 0;
        byte[] buffer = new byte[64];
        foreach ((int i, ClientWebSocket socket) in _sockets.Index())
        {
            string sent = $"message {i}";
            if (socket.State != WebSocketState.Open)
                continue;
            await socket.SendAsync(Encoding.UTF8.GetBytes(sent), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            if (received.MessageType == WebSocketMessageType.Text && Encoding.UTF8.GetString(buffer, 0, received.Count) == sent)
                answering++;
        }

        return answering;
    }

    public ValueTask DisposeAsync()
    {
        foreach (ClientWebSocket socket in _sockets)
            socket.Dispose();
        _invoker.Dispose();
        _handler.Dispose();
        return ValueTask.CompletedTask;
    }
}
