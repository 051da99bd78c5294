using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Row H1-18, the second half: an upstream that answers before it has read the body.</summary>
public sealed class EarlyAnswerTests
{
    private const string Refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n";

    [Theory]
    [InlineData("Content-Length: 1000000000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "10000\r\n")]
    public async Task H1_18_an_upstream_that_refuses_a_body_and_listens_no_more_is_heard_at_once(string framing, string prefix)
    {
        TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Refusal);
            await connection.WaitForEndAsync();
            left.SetResult();
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        string answer = await UploadAsync(gateway, framing, prefix);
        Assert.StartsWith("HTTP/1.1 413 Too Large\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("no\n", answer, StringComparison.Ordinal);
        Assert.Single(backend.Requests);
        await left.Task.WaitAsync(TestContext.Current.CancellationToken);
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(413, line.GetProperty("status").GetInt32());
        Assert.False(line.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task H1_18_an_upstream_that_refuses_a_body_and_hangs_up_is_heard()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 401 Who\r\nContent-Length: 3\r\n\r\nno\n"); // and closes, with bytes unread: a reset
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        Assert.StartsWith("HTTP/1.1 401 Who\r\n", await UploadAsync(gateway, "Content-Length: 1000000000\r\n\r\n", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task H1_18_a_connection_that_was_kept_tells_of_a_refusal_as_a_new_one_does()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Refusal);
            await connection.WaitForEndAsync();
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using HttpResponseMessage before = await gateway.GetAsync("a.example");
        Assert.StartsWith("HTTP/1.1 413 Too Large\r\n", await UploadAsync(gateway, "Content-Length: 1000000000\r\n\r\n", ""), StringComparison.Ordinal);
        Assert.Equal(1, backend.Accepted);
    }

    [Fact]
    public async Task H1_18_an_upstream_with_tls_that_refuses_a_body_is_heard()
    {
        using X509Certificate2 own = TestCertificates.SelfSigned("a.example");
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        }, listen: listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(own);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"https://localhost:{backend.Port}\", upstreamTls: {{ verify: false }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Assert.StartsWith("HTTP/1.1 401 ", await UploadAsync(gateway, "Content-Length: 1000000000\r\n\r\n", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_before_the_end_of_the_body_and_an_interim_answer_stop_no_upload()
    {
        int received = 0;
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nyes");
            await connection.ReadBodyAsync(10_000_000);
            received = 10_000_000;
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using HttpRequestMessage request = new(HttpMethod.Put, gateway.Target("/")) { Content = new ByteArrayContent(new byte[10_000_000]) };
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal("yes", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync(() => received == 10_000_000, "all of the body arrived");
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Who\r\nX: y\r\nconnection: keep-alive, Close\r\n\r\n", true)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 There\r\nConnection: close\r\n\r\nbody", true)]
    [InlineData("HTTP/1.0 500 No\r\n\r\n", true)]
    [InlineData("HTTP/1.1 401 Who\r\nX: y\r\n\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 401 Who\r\nConnection: close\r\n", false)]
    [InlineData("HTTP/1.1 xyz\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1\r\n\r\n", false)]
    [InlineData("\r\n\r\n", false)]
    [InlineData("", false)]
    public void A_last_word_is_a_refusal_that_closes(string beginning, bool expected) => Assert.Equal(expected, LastWord.Is(System.Text.Encoding.Latin1.GetBytes(beginning)));

    private static Task<RunningGateway> StartAsync(TemporaryFolder folder, RawBackend backend)
    {
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\" }}"));
        return RunningGateway.StartAsync(folder.Path);
    }

    /// <summary>Sends without end, and reads what comes back until the connection ends.</summary>
    private static async Task<string> UploadAsync(RunningGateway gateway, string framing, string prefix)
    {
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\n" + framing);
        Task<string> answer = visitor.RestAsync();
        string part = prefix + new string('a', 0x10000) + (prefix.Length > 0 ? "\r\n" : "");
        try
        {
            while (!answer.IsCompleted)
                await visitor.SendAsync(part);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // the gateway closes when it has answered
        }

        return await answer;
    }
}
