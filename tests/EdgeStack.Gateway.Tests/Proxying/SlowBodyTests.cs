using EdgeStack.Gateway.Proxying;
using EdgeStack.Gateway.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class SlowBodyTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(6);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\na\r\nhello")]
    public async Task SL_02_a_body_that_stands_still_is_408_and_the_upstream_is_let_go(string upload)
    {
        TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => ReadAsync(context, broken));
        FakeTimeProvider clock = new();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, clock);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\n" + upload);
        await Eventually.HoldsAsync(() => backend.Requests.Count == 1, "the upstream is asked");
        Task<string> answer = visitor.RestAsync();
        await Eventually.HoldsAsync(() => Advanced(clock, answer.IsCompleted), "the visitor is told");
        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", await answer, StringComparison.Ordinal);
        await broken.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task H1_05_a_chunk_extension_that_does_not_end_is_a_body_that_stands_still()
    {
        TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => ReadAsync(context, broken));
        FakeTimeProvider clock = new();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, clock);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;");
        await Eventually.HoldsAsync(() => backend.Requests.Count == 1, "the upstream is asked");
        Task<string> answer = visitor.RestAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await visitor.SendWhileOpenAsync("more");
            return Advanced(clock, answer.IsCompleted);
        }, "the visitor is told");
        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        await broken.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task SL_03_a_visitor_who_takes_nothing_is_cut_and_one_who_is_slow_is_not()
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => WriteEndlesslyAsync(context, aborted));
        FakeTimeProvider clock = new();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, clock);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public, window: 32 * 1024);
        await visitor.SendAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        for (int i = 0; i < 30; i++)
        {
            await visitor.ReadExactlyAsync(512 * 1024);
            clock.Advance(Step);
        }

        Assert.False(aborted.Task.IsCompleted);
        await Eventually.HoldsAsync(() => Advanced(clock, aborted.Task.IsCompleted), "the upstream is let go");
    }

    [Fact]
    public async Task SL_03_over_http2_what_others_take_of_the_connection_keeps_no_answer_alive()
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => context.Request.Path == "/big" ? WriteEndlesslyAsync(context, aborted) : Task.CompletedTask);
        FakeTimeProvider clock = new();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = new() { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } };
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, services => services.AddSingleton(new StallLimit(options, clock)));
        using HttpRequestMessage big = Ask(gateway, "/big");
        using HttpResponseMessage still = await gateway.SendAsync(big, "a.example");
        for (int i = 0; i < 100 && !aborted.Task.IsCompleted; i++)
        {
            using HttpRequestMessage small = Ask(gateway, "/small");
            using HttpResponseMessage taken = await gateway.SendAsync(small, "a.example");
            clock.Advance(Step);
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancellation);

        static HttpRequestMessage Ask(RunningGateway gateway, string path) =>
            new(HttpMethod.Get, new Uri(gateway.H2c, path)) { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task A_stream_opens_at_once_and_is_not_cut_while_it_has_nothing_to_say(string type)
    {
        SemaphoreSlim more = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await more.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("at last", context.RequestAborted);
        });
        FakeTimeProvider clock = new();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, clock);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        for (int i = 0; i < 100; i++)
            clock.Advance(Step);
        more.Release();
        Assert.Equal("at last", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task SL_05_a_declared_body_above_the_routes_limit_is_413_and_no_upstream_is_asked()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", limits: { body: 1000 }"), Route("b.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000000000000000\r\n\r\n");
        string answer = await visitor.RestAsync();
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("413: the body of this request is larger than this service takes.\n", answer, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
        Assert.Contains("edgestack_rejected_requests_total{reason=\"body_size\"} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);

        using HttpRequestMessage right = new(HttpMethod.Post, gateway.Target("/")) { Content = new ByteArrayContent(new byte[1000]) };
        Assert.Equal(200, (int)(await gateway.SendAsync(right, "a.example")).StatusCode);
        using HttpRequestMessage other = new(HttpMethod.Post, gateway.Target("/")) { Content = new ByteArrayContent(new byte[5000]) };
        Assert.Equal(200, (int)(await gateway.SendAsync(other, "b.example")).StatusCode);
    }

    [Fact]
    public async Task SL_05_a_chunked_body_is_cut_at_the_routes_limit()
    {
        TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => ReadAsync(context, broken));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", limits: { body: 1000 }")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat("64\r\n" + new string('a', 100) + "\r\n", 11)));
        Assert.StartsWith("HTTP/1.1 413 ", await visitor.RestAsync(), StringComparison.Ordinal);
        if (!backend.Requests.IsEmpty)
            await broken.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task SL_02_an_upload_below_the_routes_rate_is_408()
    {
        await using TestBackend backend = await TestBackend.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", limits: { uploadRate: 100000 }")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000\r\n\r\nslow");
        Assert.StartsWith("HTTP/1.1 408 ", await visitor.RestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SL_06_a_body_that_ends_too_early_is_no_success_for_the_upstream()
    {
        TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestBackend backend = await TestBackend.StartAsync(context => ReadAsync(context, broken));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello");
        await Eventually.HoldsAsync(() => backend.Requests.Count == 1, "the upstream is asked");
        visitor.EndOfSending();
        string answer = await visitor.RestAsync();
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await broken.Task.WaitAsync(Cancellation);
    }

    private static Task<RunningGateway> StartAsync(TemporaryFolder folder, FakeTimeProvider clock)
    {
        GatewayOptions options = new() { Routes = [folder.Path] };
        return RunningGateway.StartAsync(options, services => services.AddSingleton(new StallLimit(options, clock)));
    }

    private static bool Advanced(FakeTimeProvider clock, bool done)
    {
        if (!done)
            clock.Advance(Step);
        return done;
    }

    private static async Task ReadAsync(HttpContext context, TaskCompletionSource broken)
    {
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or BadHttpRequestException or OperationCanceledException)
        {
            broken.TrySetResult();
        }
    }

    private static async Task WriteEndlesslyAsync(HttpContext context, TaskCompletionSource aborted)
    {
        byte[] part = new byte[64 * 1024];
        try
        {
            while (true)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            aborted.TrySetResult();
        }
    }
}
