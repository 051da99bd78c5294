using System.Net;
using System.Net.WebSockets;
using System.Text;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class ForwardingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upstream_sees_the_visitors_host_and_path_byte_for_byte()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        const string Target = "/w%C3%A4hrung/a%2Fb/100%25?x=%20y&z=ä%26";
        string target = Target.Replace("ä", "%E4", StringComparison.Ordinal);
        using HttpResponseMessage response = await gateway.GetAsync("a.example:8443", target);
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.Equal((target, "a.example:8443"), (seen.RawTarget, seen.Headers["Host"]));
    }

    [Fact]
    public async Task Forwarded_headers_are_ours_alone_however_a_visitor_spells_them()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new();
        foreach (string name in (string[])["X-Forwarded-For", "x-forwarded-host", "X_Forwarded_Proto", "Forwarded", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "cf_connecting_ip", "Cf-Access-Jwt-Assertion", "X-Forwarded-Prefix"])
            Assert.True(request.Headers.TryAddWithoutValidation(name, "6.6.6.6"), name);
        request.Headers.Add("X-Custom", "kept");
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.DoesNotContain(seen.Headers, header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.Equal(("127.0.0.1", "a.example", "http", "kept"),
            (seen.Headers["X-Forwarded-For"], seen.Headers["X-Forwarded-Host"], seen.Headers["X-Forwarded-Proto"], seen.Headers["X-Custom"]));
    }

    [Fact]
    public async Task A_web_socket_passes_messages_both_ways_and_its_bytes_are_logged()
    {
        await using TestBackend backend = await TestBackend.StartAsync(EchoAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using (ClientWebSocket socket = new())
        {
            socket.Options.SetRequestHeader("Host", "a.example");
            await socket.ConnectAsync(new UriBuilder(gateway.Public) { Scheme = "ws", Path = "/chat" }.Uri, Cancellation);
            await socket.SendAsync(Encoding.UTF8.GetBytes("ping"), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
            byte[] buffer = new byte[16];
            WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, Cancellation);
            Assert.Equal("ping", Encoding.UTF8.GetString(buffer, 0, result.Count));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancellation);
        }

        System.Text.Json.JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(101, line.GetProperty("status").GetInt32());
        Assert.True(line.GetProperty("bytesIn").GetInt64() > 4 && line.GetProperty("bytesOut").GetInt64() > 4, line.ToString());
    }

    [Fact]
    public async Task A_stream_of_events_arrives_event_by_event()
    {
        SemaphoreSlim more = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (int i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await more.WaitAsync(context.RequestAborted);
            }
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        using StreamReader events = new(await response.Content.ReadAsStreamAsync(Cancellation));
        for (int i = 0; i < 3; i++)
        {
            // The backend sends no further event before this one has arrived.
            Assert.Equal($"data: {i}", await events.ReadLineAsync(Cancellation));
            Assert.Equal("", await events.ReadLineAsync(Cancellation));
            more.Release();
        }
    }

    [Fact]
    public async Task An_upload_larger_than_kestrels_default_limit_streams_through()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            long length = 0;
            byte[] buffer = new byte[65536];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
                length += read;
            await context.Response.WriteAsync($"{length}", context.RequestAborted);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        const int Length = 40_000_000;
        using HttpRequestMessage request = new(HttpMethod.Put, gateway.Target("/upload")) { Content = new ByteArrayContent(new byte[Length]) };
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal($"{Length}", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(Length, (await gateway.LogLineAsync()).GetProperty("bytesIn").GetInt64());
    }

    [Fact]
    public async Task The_upstreams_answer_passes_unchanged()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            context.Response.Headers.Append("Set-Cookie", "a=1; path=/");
            context.Response.Headers.Append("Set-Cookie", "b=2");
            context.Response.Headers.Location = "http://elsewhere.example/";
            await context.Response.WriteAsync("teapot", context.RequestAborted);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal((HttpStatusCode)418, response.StatusCode);
        Assert.Equal(["a=1; path=/", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("http://elsewhere.example/", response.Headers.Location?.ToString());
        Assert.Equal("teapot", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Header_values_pass_as_the_bytes_that_they_are_in_both_directions()
    {
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            context.Response.Headers["X-Name"] = context.Request.Headers["X-Name"];
            return Task.CompletedTask;
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        foreach (byte[] value in (byte[][])[Encoding.UTF8.GetBytes("Müller 🦀"), Encoding.Latin1.GetBytes("caf\u00e9")])
        {
            string answer = await RawRequest.SendAsync(gateway.Public, [.. "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nUser-Agent: "u8, .. value, .. "\r\nX-Name: "u8, .. value, .. "\r\n\r\n"u8]);
            Assert.Contains($"X-Name: {Encoding.Latin1.GetString(value)}\r\n", answer, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(() => gateway.Log.Count == 2, "both are logged");
        Assert.Equal(["Müller 🦀", "caf\u00e9"], gateway.Log.Select(line => line.GetProperty("userAgent").GetString()));
    }

    [Fact]
    public async Task Requests_spread_over_all_endpoints()
    {
        await using TestBackend one = await TestBackend.StartAsync(), two = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }"));
        folder.Write("web.yaml", Service("web", one.Port, two.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        for (int i = 0; i < 60; i++)
            (await gateway.GetAsync("a.example")).Dispose();
        Assert.True(one.Requests.Count > 5 && two.Requests.Count > 5, $"{one.Requests.Count} and {two.Requests.Count}");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
    }
}
