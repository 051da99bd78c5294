using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeStack.Gateway.Connections;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tests.WebSockets;
using EdgeStack.Gateway.WebSockets;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests;

public sealed class ShutdownTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10), Grace = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_not_ready_then_no_more_connections_then_requests_finish_then_WebSockets_are_told()
    {
        await using TestBackend backend = await TestBackend.StartAsync(AnswerAsync);
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using RawConnection idle = await RawConnection.OpenAsync(gateway.Public), slow = await AskForSlowAsync(gateway);
        await idle.AskAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        using EchoSocket socket = await EchoSocket.OpenAsync(gateway, "a.example");

        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), Cancellation))
            Assert.Equal(503, (int)ready.StatusCode);
        using (RawConnection late = await RawConnection.OpenAsync(gateway.Public))
            Assert.StartsWith("HTTP/1.1 200 ", await late.AskAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), StringComparison.Ordinal);
        await idle.AskAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");

        await Eventually.HoldsAsync(() => RefusesAsync(gateway), "no more connections");
        Assert.Equal("", await idle.RestAsync());
        await socket.SpeakAsync("still here");
        _finish.SetResult();
        Assert.Contains("last", await slow.RestAsync(), StringComparison.Ordinal);
        await socket.ExpectGoodbyeAsync();
        await stopping.WaitAsync(Cancellation);
        Assert.All(gateway.Log, line => Assert.False(line.TryGetProperty("error", out _), line.ToString()));
    }

    [Fact]
    public async Task Requests_that_do_not_finish_in_time_are_cut_after_the_WebSockets_were_told()
    {
        await using TestBackend backend = await TestBackend.StartAsync(AnswerAsync);
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using RawConnection slow = await AskForSlowAsync(gateway);
        using EchoSocket socket = await EchoSocket.OpenAsync(gateway, "a.example");
        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        Task told = socket.ExpectGoodbyeAsync();
        await Eventually.HoldsAsync(() => Advanced(Grace, told.IsCompleted), "the WebSocket is told");
        await told;
        await Eventually.HoldsAsync(() => Advanced(Grace, stopping.IsCompleted), "the program ends");
        await stopping;
        Assert.DoesNotContain("0\r\n\r\n", await slow.RestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cut_is_logged_as_the_end_of_the_gateway_and_not_as_a_visitor_who_left()
    {
        await using TestBackend backend = await TestBackend.StartAsync(AnswerAsync);
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using RawConnection slow = await AskForSlowAsync(gateway), silent = await RawConnection.OpenAsync(gateway.Public),
            sending = await RawConnection.OpenAsync(gateway.Public), held = await RawConnection.OpenAsync(gateway.Public);
        await silent.SendAsync("GET /silent HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await sending.SendAsync("POST /silent/sending HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nhello");
        await held.SendAsync("GET /held HTTP/1.1\r\nHost: gone.example\r\n\r\n");
        using HttpRequestMessage multiplexed = new(HttpMethod.Get, new Uri(gateway.H2c, "/silent/h2")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Task<HttpResponseMessage> answer = gateway.SendAsync(multiplexed, "a.example");
        await Eventually.HoldsAsync(() => backend.Requests.Count == 4 && gateway.Held == 1, "all are under way");
        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        await Eventually.HoldsAsync(() => Advanced(Grace, stopping.IsCompleted), "the program ends");
        await stopping;
        Assert.Equal(
            ["/held 503 the gateway stopped", "/silent 503 the gateway stopped", "/silent/h2 503 the gateway stopped", "/silent/sending 503 the gateway stopped", "/slow 200 the gateway stopped"],
            gateway.Log.Select(line => $"{line.GetProperty("path")} {line.GetProperty("status")} {(line.TryGetProperty("error", out var error) ? error : "")}").Order(StringComparer.Ordinal));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        Assert.DoesNotContain("\r\n\r\n503", await silent.RestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_signal_again_ends_everything_at_once_and_another_one_does_not()
    {
        await using TestBackend backend = await TestBackend.StartAsync(AnswerAsync);
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        using RawConnection slow = await AskForSlowAsync(gateway);
        using EchoSocket socket = await EchoSocket.OpenAsync(gateway, "a.example");
        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        _ = gateway.StopAsync(PosixSignal.SIGINT); // a Ctrl-C comes as both
        await socket.SpeakAsync("still here");
        Assert.False(stopping.IsCompleted);
        _ = gateway.StopAsync(PosixSignal.SIGTERM);
        await stopping.WaitAsync(Cancellation);
        Assert.DoesNotContain("last", await slow.RestAsync(), StringComparison.Ordinal);
    }

    private async Task<RunningGateway> StartAsync(TemporaryFolder folder, TestBackend backend)
    {
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), "{ host: gone.example, service: \"gone:80\", retry: { holdFor: 60s } }"));
        GatewayOptions options = new() { Routes = [folder.Path], ShutdownDelay = Delay, ShutdownGrace = Grace, Listeners = { H2c = "http://127.0.0.1:0" } };
        return await RunningGateway.StartAsync(options, services => services.AddSingleton(provider => new ShutdownOrder(
            options, provider.GetRequiredService<OpenConnections>(), provider.GetRequiredService<OpenWebSockets>(), provider.GetRequiredService<StopSignals>(), _clock, NullLogger<ShutdownOrder>.Instance)));
    }

    // Begun, and finished when the test says so.
    private static async Task<RawConnection> AskForSlowAsync(RunningGateway gateway)
    {
        RawConnection slow = await RawConnection.OpenAsync(gateway.Public);
        await slow.SendAsync("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await slow.ReadThroughAsync("first");
        return slow;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.StartsWith("/silent", StringComparison.Ordinal))
            await _finish.Task.WaitAsync(context.RequestAborted);
        if (context.Request.Path != "/slow")
        {
            await EchoSocket.ServeAsync(context);
            return;
        }

        await context.Response.WriteAsync("first", context.RequestAborted);
        await _finish.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("last", context.RequestAborted);
    }

    private bool Advanced(TimeSpan step, bool done)
    {
        if (!done)
            _clock.Advance(step);
        return done;
    }

    private async Task<bool> RefusesAsync(RunningGateway gateway)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        try
        {
            using RawConnection connection = await RawConnection.OpenAsync(gateway.Public);
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused; // else it was on its way when the listener closed
        }
    }
}
