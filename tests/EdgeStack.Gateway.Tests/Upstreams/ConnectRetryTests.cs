using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class ConnectRetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task UP_01_a_refused_connection_is_tried_on_another_endpoint_for_every_method(string method)
    {
        await using TestBackend backend = await TestBackend.StartAsync(EchoAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }"));
        folder.Write("web.yaml", Service("web", FreePort.Closed(), FreePort.Closed(), FreePort.Closed(), backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        for (int i = 0; i < 20; i++)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), gateway.Target("/%41?x=%2F")) { Content = method == "POST" ? new StringContent($"body {i}") : null };
            using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(method == "POST" ? $"body {i}" : "", await response.Content.ReadAsStringAsync(Cancellation));
        }

        await Eventually.HoldsAsync(() => gateway.Log.Count == 20, "all are logged");
        Assert.All(gateway.Log, line => Assert.Equal($"127.0.0.1:{backend.Port}", line.GetProperty("upstream").GetString()));
        Assert.All(backend.Requests, seen => Assert.Equal("/%41?x=%2F", seen.RawTarget));
        int retries = gateway.Log.Sum(line => line.GetProperty("retries").GetInt32());
        // An endpoint that has just failed is asked last, so each dead one costs an attempt or two and not one of every request.
        Assert.InRange(retries, 1, 9);
        Assert.Contains($"edgestack_gateway_upstream_retries_total{{upstream=\"default/web:80\"}} {retries}", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_01_a_request_is_held_until_an_endpoint_is_ready()
    {
        await using TestBackend backend = await TestBackend.StartAsync(EchoAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", retry: { holdFor: 60s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(HttpMethod.Post, gateway.Target("/")) { Content = new StringContent("patience") };
        Task<HttpResponseMessage> waiting = gateway.SendAsync(request, "a.example");
        await Eventually.HoldsAsync(() => gateway.Held == 1, "the request is held");
        folder.Write("web.yaml", Service("web", backend.Port));
        using HttpResponseMessage response = await waiting;
        Assert.Equal("patience", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(0, gateway.Held);
    }

    [Fact]
    public async Task UP_01_a_request_is_held_until_a_refusing_endpoint_is_back_on_its_address()
    {
        int port = FreePort.Closed();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{port}\", retry: {{ holdFor: 60s }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(HttpMethod.Post, gateway.Target("/")) { Content = new StringContent("patience") };
        Task<HttpResponseMessage> waiting = gateway.SendAsync(request, "a.example");
        await Eventually.HoldsAsync(() => gateway.Held == 1, "the request is held");
        await using TestBackend backend = await TestBackend.StartAsync(EchoAsync, port: port);
        using HttpResponseMessage response = await waiting;
        Assert.Equal("patience", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.True((await gateway.LogLineAsync()).GetProperty("retries").GetInt32() > 0);
    }

    [Theory]
    [InlineData("gone:80", 503, "no endpoint: there is no Service 'gone' in namespace 'default'")]
    [InlineData("http://127.0.0.1:PORT", 502, "Request: ConnectionRefused")]
    public async Task UP_01_what_does_not_come_back_is_an_answer_when_the_hold_is_over(string service, int status, string reason)
    {
        using TemporaryFolder folder = new();
        service = service.Replace("PORT", $"{FreePort.Closed()}", StringComparison.Ordinal);
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"{service}\", retry: {{ holdFor: 300ms }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        long started = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290), "it was held");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
        Assert.Equal(reason, (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Assert.Equal(0, gateway.Held);
    }

    [Fact]
    public async Task UP_01_a_name_that_does_not_resolve_is_502_with_its_reason()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"http://nowhere.invalid\", retry: { holdFor: 0s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.StartsWith("Request: ", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_01_a_visitor_who_leaves_while_held_gives_the_place_back()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"gone:80\", retry: { holdFor: 60s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using (CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, gateway.Target("/"));
            request.Headers.Host = "a.example";
            Task<HttpResponseMessage> waiting = gateway.Client.SendAsync(request, leaving.Token);
            await Eventually.HoldsAsync(() => gateway.Held == 1, "the request is held");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await Eventually.HoldsAsync(() => gateway.Held == 0, "the place is free again");
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal((499, "the visitor left"), (line.GetProperty("status").GetInt32(), line.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 10\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public async Task A_visitor_who_leaves_before_the_answer_is_499_and_nobodys_fault(string upload)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WaitForEndAsync();
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using (RawConnection visitor = await RawConnection.OpenAsync(gateway.Public))
        {
            await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\n" + (upload.Length > 0 ? upload : "\r\n"));
            await Eventually.HoldsAsync(() => backend.Requests.Count == 1, "the upstream is asked");
            visitor.Reset();
        }

        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal((499, "the visitor left", 0), (line.GetProperty("status").GetInt32(), line.GetProperty("error").GetString(), line.GetProperty("bytesOut").GetInt64()));
        Assert.DoesNotContain("edgestack_gateway_forwarder_errors_total{", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", true, true)]
    [InlineData("POST", false, true)]
    [InlineData("POST", false, false)]
    [InlineData("PATCH", false, true)]
    [InlineData("LOCK", false, true)]
    [InlineData("PUT", true, true)]
    [InlineData("PUT", false, false)]
    [InlineData("DELETE", false, false)]
    [InlineData("GET", false, false)]
    [InlineData("GET", false, true)]
    public async Task UP_01_nothing_is_sent_a_second_time_once_bytes_were_sent(string method, bool body, bool reset)
    {
        async Task HangUpAsync(RawBackendConnection connection)
        {
            await connection.ReadHeadAsync();
            if (reset)
                connection.Reset();
        }

        await using RawBackend one = RawBackend.Start(HangUpAsync), two = RawBackend.Start(HangUpAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", retry: { attempts: 5 } }"));
        folder.Write("web.yaml", Service("web", one.Port, two.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(new HttpMethod(method), gateway.Target("/")) { Content = body ? new StringContent("once") : null };
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(1, one.Requests.Count + two.Requests.Count);
        Assert.Equal(0, (await gateway.LogLineAsync()).GetProperty("retries").GetInt32());
    }

    [Theory]
    [InlineData("GET", 200, 3)]
    [InlineData("DELETE", 200, 3)]
    [InlineData("POST", 502, 2)]
    public async Task A_connection_that_was_kept_and_has_ended_costs_only_those_a_502_who_must_not_ask_twice(string method, int status, int asked)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            await connection.ReadHeadAsync(); // and no answer: it was about to close
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage first = await gateway.GetAsync("a.example");
        using HttpRequestMessage request = new(new HttpMethod(method), gateway.Target("/"));
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal((status, asked), ((int)response.StatusCode, backend.Requests.Count));
    }

    private static async Task EchoAsync(HttpContext context) => await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
}
