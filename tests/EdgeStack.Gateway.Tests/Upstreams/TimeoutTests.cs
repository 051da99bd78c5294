using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class TimeoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task UP_02_an_upstream_that_accepts_and_never_answers_is_504_at_the_routes_request_timeout(string method)
    {
        await using RawBackend backend = RawBackend.Start(connection => connection.WaitForEndAsync());
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\", timeouts: {{ request: 300ms }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(new HttpMethod(method), gateway.Target("/")) { Content = method == "POST" ? new StringContent("body") : null };
        long started = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290), "not before its time");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        JsonElement line = await gateway.LogLineAsync();
        Assert.StartsWith("RequestTimedOut", line.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (line.GetProperty("retries").GetInt32(), backend.Accepted));
        Assert.False(line.TryGetProperty("upstreamDuration", out _));
    }

    [Fact]
    public async Task UP_02_the_time_counts_from_the_last_byte_of_a_body()
    {
        await using RawBackend backend = RawBackend.Start(connection => connection.WaitForEndAsync());
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\", timeouts: {{ request: 3s }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(HttpMethod.Post, gateway.Target("/")) { Content = new StringContent("body") };
        long started = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        // Twice the time is what it took when a look every period saw that the body had moved.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(5.9));
    }

    [Fact]
    public async Task An_upload_may_take_longer_than_the_request_timeout_as_long_as_it_moves()
    {
        SemaphoreSlim arrived = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            byte[] buffer = new byte[4096];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) > 0)
                arrived.Release();
            await context.Response.WriteAsync("all of it", context.RequestAborted);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", timeouts: { request: 300ms }")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Pipe sending = new();
        using HttpRequestMessage request = new(HttpMethod.Put, gateway.Target("/")) { Content = new FlushedContent(sending.Reader) };
        Task<HttpResponseMessage> answer = gateway.SendAsync(request, "a.example");
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5);)
        {
            await sending.Writer.WriteAsync(new byte[8192], Cancellation);
            await arrived.WaitAsync(Cancellation);
        }

        await sending.Writer.CompleteAsync();
        using HttpResponseMessage response = await answer;
        Assert.Equal("all of it", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_response_that_stands_still_for_the_idle_time_is_broken_off()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            await connection.WaitForEndAsync();
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\", timeouts: {{ request: 200ms, idle: 400ms }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancellation));
        Assert.StartsWith("ResponseBody", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_06_a_response_that_moves_outlives_request_and_idle_time()
    {
        SemaphoreSlim more = new(0);
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            for (; await more.WaitAsync(TimeSpan.FromMinutes(1), connection.Stop);)
                await connection.WriteAsync("x");
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\", timeouts: {{ request: 200ms, idle: 400ms }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        more.Release(); // YARP sends headers on with the first byte of a body
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Stream events = await response.Content.ReadAsStreamAsync(Cancellation);
        byte[] one = new byte[1];
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5);)
        {
            Assert.Equal(1, await events.ReadAsync(one, Cancellation));
            more.Release();
        }
    }
}
