using System.Net.WebSockets;
using System.Text.Json;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.WebSockets;

public sealed class OpenWebSocketsTests
{
    // user:password
    private const string Protection = ", middlewares: [ { basicAuth: { users: [ \"user:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\" ] } } ]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("it is gone", "[]")]
    [InlineData("it leads to another service", "[{ host: a.example, service: \"http://127.0.0.1:1\" }]")]
    [InlineData("it is protected now", "[{ host: a.example, service: BACKEND" + Protection + " }]")]
    [InlineData("it is quarantined for its protection", "[{ host: a.example, service: BACKEND, middlewares: [ { forwardAuth: {} } ] }]")]
    [InlineData("it asks for another path", "[{ host: a.example, path: /other, service: BACKEND }]")]
    public async Task When_a_route_no_longer_lets_its_WebSockets_in_both_ends_get_a_close_frame_and_nobody_else(string what, string edited)
    {
        List<WebSocketCloseStatus?> heard = [];
        await using TestBackend backend = await TestBackend.StartAsync(context => EchoSocket.ServeAsync(context, heard.Add));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), Route("b.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using EchoSocket going = await EchoSocket.OpenAsync(gateway, "a.example"), staying = await EchoSocket.OpenAsync(gateway, "b.example");
        Assert.Contains("edgestack_gateway_websockets 2", await gateway.MetricsAsync(), StringComparison.Ordinal);
        string[] route = edited == "[]" ? [] : [edited[1..^1].Replace("BACKEND", $"\"http://127.0.0.1:{backend.Port}\"", StringComparison.Ordinal)];
        folder.Write("a.yaml", ConfigMap("a", [.. route, Route("b.example", backend)]));
        await going.ExpectGoodbyeAsync();
        await Eventually.HoldsAsync(() => heard.Contains(WebSocketCloseStatus.EndpointUnavailable), $"the upstream hears that {what}");
        await staying.SpeakAsync("still here");
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal((101, false), (line.GetProperty("status").GetInt32(), line.TryGetProperty("error", out _)));
        Assert.Contains("edgestack_gateway_websockets 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it has moved in its list", "[{ host: new.example, service: BACKEND }, { host: a.example, service: BACKEND }]")]
    [InlineData("it takes more hosts", "[{ match: \"Host(`a.example`) || Host(`c.example`)\", service: BACKEND }]")]
    [InlineData("it has other limits and headers", "[{ host: a.example, service: BACKEND, limits: { body: 1000 }, middlewares: [ { headers: { customResponseHeaders: { X-A: b } } } ] }]")]
    [InlineData("another one comes before it", "[{ match: \"Host(`a.example`) && Method(`GET`)\", service: \"http://127.0.0.1:1\" }, { host: a.example, service: BACKEND }]")]
    [InlineData("its edit is wrong and the last good version serves", "[{ host: a.example, service: BACKEND, hosts: b }]")]
    public async Task A_route_that_still_lets_its_WebSockets_in_keeps_them(string what, string edited)
    {
        await using TestBackend backend = await TestBackend.StartAsync(context => EchoSocket.ServeAsync(context));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        folder.Write("b.yaml", ConfigMap("b", Route("b.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using EchoSocket staying = await EchoSocket.OpenAsync(gateway, "a.example"), going = await EchoSocket.OpenAsync(gateway, "b.example");
        folder.Write("a.yaml", ConfigMap("a", edited[1..^1].Replace("BACKEND", $"\"http://127.0.0.1:{backend.Port}\"", StringComparison.Ordinal).Replace("}, {", "}\n      - {", StringComparison.Ordinal)));
        long before = gateway.Routes.Revision;
        await Eventually.HoldsAsync(() => gateway.Routes.Revision > before || gateway.Routes.Revision > 1, what);
        folder.Write("b.yaml", ConfigMap("b", Route("other.example", backend)));
        await going.ExpectGoodbyeAsync();
        await staying.SpeakAsync(what);
    }

    [Fact]
    public async Task A_close_frame_stands_between_the_frames_of_a_busy_upstream()
    {
        await using TestBackend backend = await TestBackend.StartAsync(SpeakWithoutEndAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Host", "a.example");
        await socket.ConnectAsync(new UriBuilder(gateway.Public) { Scheme = "ws" }.Uri, Cancellation);
        byte[] buffer = new byte[256 * 1024];
        for (int i = 0; i < 50; i++)
            await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        folder.Write("a.yaml", ConfigMap("a", Route("b.example", backend)));
        // A frame that was cut would be a protocol error to this client.
        ValueWebSocketReceiveResult last;
        do
            last = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        while (last.MessageType != WebSocketMessageType.Close);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        Assert.Equal(101, (await gateway.LogLineAsync()).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_visitor_who_leaves_without_a_word_is_no_failure()
    {
        await using TestBackend backend = await TestBackend.StartAsync(context => EchoSocket.ServeAsync(context));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using (EchoSocket socket = await EchoSocket.OpenAsync(gateway, "a.example"))
        {
            // leaves
        }

        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal((101, false), (line.GetProperty("status").GetInt32(), line.TryGetProperty("error", out _)));
        Assert.DoesNotContain("edgestack_gateway_forwarder_errors_total{", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SL_08_a_WebSocket_on_which_no_ping_and_nothing_else_comes_is_cut_at_the_routes_idle_time()
    {
        await using TestBackend backend = await TestBackend.StartAsync(context => EchoSocket.ServeAsync(context));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", timeouts: { request: 2s, idle: 2s }")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using EchoSocket alive = await EchoSocket.OpenAsync(gateway, "a.example"), silent = await EchoSocket.OpenAsync(gateway, "a.example");
        Task ended = silent.ExpectEndAsync();
        while (!ended.IsCompleted)
            await alive.SpeakAsync("ping");
        await ended;
        await alive.SpeakAsync("still here");
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(101, line.GetProperty("status").GetInt32());
        Assert.StartsWith("UpgradeActivityTimeout", line.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task SpeakWithoutEndAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] message = new byte[100_001];
        try
        {
            for (int i = 0; ; i++)
                await socket.SendAsync(message.AsMemory(0, i * 977 % message.Length), WebSocketMessageType.Binary, endOfMessage: i % 3 == 0, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // the other end has gone
        }
    }
}
