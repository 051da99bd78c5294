using EdgeStack.Gateway.Connections;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using EdgeStack.Gateway.WebSockets;

namespace EdgeStack.Gateway;

/// <summary>
/// The order of the end. With the wish to stop the program is not ready any more, and cloudflared, when it is ours, finishes what came through it; for a while it goes on as if nothing were, for those who have to
/// notice; then the server takes no more connections, requests finish, WebSockets are told, and what is left is cut.
/// </summary>
internal sealed partial class ShutdownOrder(
    GatewayOptions options, OpenConnections connections, OpenWebSockets webSockets, StopSignals signals, TimeProvider time, ILogger<ShutdownOrder> logger) : IHostedLifecycleService
{
    // For what is beside requests: the last lines of logs, the table on disk.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    // Between the last close frame and the end of its connection.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private Task _ending = Task.CompletedTask;

    /// <summary>The whole end never takes longer.</summary>
    public static TimeSpan Longest(GatewayOptions options) => TunnelMachine.LongestEnd(options.Tunnel) + options.ShutdownDelay + options.ShutdownGrace + OpenWebSockets.Patience + Reserve;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping(options.ShutdownDelay.TotalSeconds, options.ShutdownGrace.TotalSeconds);
        if (options.ShutdownDelay > TimeSpan.Zero)
        {
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Hurry);
            await Task.Delay(options.ShutdownDelay, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Goes on while the server, which is stopped next, waits for its connections to end.
        _ending = EndAsync(signals.Hurry);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => _ending.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndAsync(CancellationToken hurry)
    {
        using CancellationTokenSource grace = new(options.ShutdownGrace, time);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, hurry);
        // A server that stops closes connections on which nothing is asked: what stands beside WebSockets is a request.
        await LeftAsync(() => webSockets.Count, over.Token);
        await webSockets.CloseAsync(hurry);
        if (await LeftAsync(static () => 0, over.Token))
            return;
        using CancellationTokenSource farewell = new(Farewell, time);
        using CancellationTokenSource last = CancellationTokenSource.CreateLinkedTokenSource(farewell.Token, hurry);
        if (await LeftAsync(static () => 0, last.Token))
            return;
        LogCut(connections.Count);
        connections.Cut();
    }

    private async Task<bool> LeftAsync(Func<int> except, CancellationToken cancellationToken)
    {
        try
        {
            await connections.UntilAtMostAsync(except, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: not ready any more, new connections are taken for {Delay} s, requests have {Grace} s to finish")]
    private partial void LogStopping(double delay, double grace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} connections were cut: what was under way on them did not finish in time (setting shutdown.grace)")]
    private partial void LogCut(int count);
}
