using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>The experimental forwarder of <c>tests/bench</c>: its figures count only if it answers right.</summary>
public sealed class SocketForwarderTests
{
    private const string Kestrel = "kestrel", Sockets = "sockets", Plain = "GET / HTTP/1.1\r\nHost: h0.example\r\nConnection: close\r\n\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task Heads_are_passed_on_without_what_is_for_one_connection(string front)
    {
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            context.Response.Headers["X-Two"] = new(["a", "b"]);
            return context.Response.WriteAsync("hello", Cancellation);
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using Socket socket = await RawSockets.AskAsync(forwarder.Address, "GET /a%20b?c=d HTTP/1.1\r\nHost: h0.example\r\nConnection: X-Private\r\nX-Private: 1\r\n"
            + "Keep-Alive: 5\r\nTE: trailers\r\nX-Forwarded-For: 6.6.6.6\r\nX-Kept: yes\r\nCookie: a=b\r\n\r\n");
        string answer = await socket.ReadThroughAsync("hello"); // Kestrel makes 'close' of 'close, X-Private', so this one stays open
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Two: a\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Two: b\r\n", answer, StringComparison.Ordinal);
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.Equal(("GET", "/a%20b?c=d"), (seen.Method, seen.RawTarget));
        Assert.Equal(
            ["Cookie: a=b", "Host: h0.example", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: h0.example", "X-Forwarded-Proto: http", "X-Kept: yes"],
            seen.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Kestrel, 0)]
    [InlineData(Sockets, 0)]
    [InlineData(Kestrel, 10)]
    [InlineData(Sockets, 10)]
    [InlineData(Kestrel, 102400)]
    [InlineData(Sockets, 102400)]
    [InlineData(Kestrel, 3000000)]
    [InlineData(Sockets, 3000000)]
    public async Task Bodies_go_there_and_back_with_a_length_and_in_chunks(string front, int length)
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            if (context.Request.Path == "/length")
                context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.ToArray().AsMemory(0, (int)body.Length / 2), Cancellation);
            await context.Response.Body.FlushAsync(Cancellation);
            await context.Response.Body.WriteAsync(body.ToArray().AsMemory((int)body.Length / 2), Cancellation);
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using HttpClient client = forwarder.Client();
        byte[] sent = [.. Enumerable.Range(0, length).Select(number => (byte)(number % 251))];
        foreach (string path in (string[])["/length", "/chunks", "/length", "/chunks"])
        {
            foreach (bool chunked in (bool[])[false, true])
            {
                using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(sent), Headers = { TransferEncodingChunked = chunked } };
                using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync(Cancellation));
            }
        }
    }

    [Theory]
    [InlineData(Kestrel, "GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData(Sockets, "GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n", 304, "")]
    [InlineData(Sockets, "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n", 304, "")]
    [InlineData(Kestrel, "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, "")]
    [InlineData(Sockets, "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, "")]
    [InlineData(Kestrel, "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200, "")]
    [InlineData(Sockets, "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200, "")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok")]
    [InlineData(Sockets, "GET", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 404\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nno\r\n1\r\n!\r\n0\r\nX-Trailer: t\r\n\r\n", 404, "no!")]
    [InlineData(Sockets, "GET", "HTTP/1.1 404\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nno\r\n1\r\n!\r\n0\r\nX-Trailer: t\r\n\r\n", 404, "no!")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 502, "")]
    [InlineData(Sockets, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 502, "")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 502, "")]
    [InlineData(Sockets, "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 502, "")]
    [InlineData(Kestrel, "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 502, "")]
    [InlineData(Sockets, "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 502, "")]
    [InlineData(Kestrel, "GET", "SSH-2.0-x\r\n\r\n", 502, "")]
    [InlineData(Sockets, "GET", "SSH-2.0-x\r\n\r\n", 502, "")]
    public async Task Answers_of_all_kinds_follow_each_other_on_the_same_connections(string front, string method, string bytes, int status, string body)
    {
        await using RawBackend backend = RawBackend.Answering(bytes);
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using HttpClient client = forwarder.Client();
        for (int i = 0; i < 3; i++)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), "/");
            using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
            Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        }
    }

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task A_body_that_ends_with_the_connection_arrives_whole(string front)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\nto the end");
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using HttpClient client = forwarder.Client();
        for (int i = 0; i < 3; i++)
            Assert.Equal("to the end", await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task A_connection_that_the_backend_has_ended_meanwhile_is_not_noticed(string front)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            if (await connection.ReadHeadAsync() is not null)
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            if (connection.Number % 2 == 0)
                await connection.ReadHeadAsync();
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using HttpClient client = forwarder.Client();
        for (int i = 0; i < 20; i++)
            Assert.Equal("hello", await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task An_answer_that_breaks_off_never_looks_whole(string front)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            string? head = await connection.ReadHeadAsync();
            await connection.WriteAsync(head!.StartsWith("GET /chunks", StringComparison.Ordinal)
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhello");
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using HttpClient client = forwarder.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/chunks", UriKind.Relative), Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/length", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task Without_a_backend_it_is_502_without_a_route_404_and_then_it_serves_on(string front)
    {
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(FreePort.Closed(), front);
        using Socket gone = await RawSockets.AskAsync(forwarder.Address, Plain);
        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", await gone.RestAsync(), StringComparison.Ordinal);
        using Socket unknown = await RawSockets.AskAsync(forwarder.Address, Plain.Replace("h0.example", "other.example", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", await unknown.RestAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Kestrel)]
    [InlineData(Sockets)]
    public async Task An_early_answer_to_a_long_upload_arrives(string front)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
            await connection.WaitForEndAsync();
        });
        await using ForwarderProcess forwarder = await ForwarderProcess.StartAsync(backend.Port, front);
        using Socket socket = await RawSockets.AskAsync(forwarder.Address, "POST / HTTP/1.1\r\nHost: h0.example\r\nContent-Length: 1000000\r\n\r\nsome");
        Assert.StartsWith("HTTP/1.1 413 ", await socket.ReadThroughAsync("no"), StringComparison.Ordinal);
    }
}
