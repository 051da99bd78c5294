using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Local;

/// <summary>The collector beside the gateway. What it measures is good to have, but nothing else depends on it: without it the gateway serves all the same.</summary>
internal sealed class LocalCollector(ProgramLocator locator, Screen screen, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10), StopGrace = TimeSpan.FromSeconds(5);

    /// <summary>Starts it; whoever disposes what comes back ends it.</summary>
    /// <param name="addresses">Where it listens.</param>
    /// <param name="settingsFile">Its settings, instead of the machine's.</param>
    /// <param name="hard">When there is no time left to give.</param>
    public Running Start(LocalAddresses addresses, string settingsFile, CancellationToken hard)
    {
        CancellationTokenSource end = new();
        if (locator.Find() is { } executable)
            return new Running(RunAsync(executable, CollectorArguments.For(addresses, settingsFile), new StopRequests(end.Token, hard)), end, new ReadyProbe(http, addresses.Collector, time));
        screen.Warning($"{locator.Executable} was not found, so nothing is measured; build it: `dotnet build collector/EdgeStack.Collector`");
        return new Running(Task.CompletedTask, end, null);
    }

    private async Task RunAsync(string executable, IReadOnlyList<string> arguments, StopRequests stop)
    {
        ProgramProcess process = new(executable, arguments, static _ => { }, screen.Progress, StopGrace, time);
        switch (await process.RunAsync(stop))
        {
            case ProgramExit.Left left:
                screen.Warning($"the collector ended by itself with exit code {left.ExitCode}{(left.LastErrors.IsEmpty ? ", without a word" : "; what it said stands above")}; nothing is measured from now on");
                break;
            case ProgramExit.NotStarted notStarted:
                screen.Warning($"the collector cannot be started: {notStarted.Why}; nothing is measured");
                break;
            default:
                break;
        }
    }

    /// <summary>A collector that was started.</summary>
    internal sealed class Running(Task exit, CancellationTokenSource end, ReadyProbe? probe) : IAsyncDisposable
    {
        /// <summary>Whether it answers, after a time that it may take to start.</summary>
        public async Task<bool> IsReadyAsync(CancellationToken cancellation)
        {
            if (probe is null)
                return false;
            using CancellationTokenSource noUse = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task<bool> ready = probe.WaitAsync(ReadyTimeout, noUse.Token);
            await Task.WhenAny(ready, exit);
            await noUse.CancelAsync();
            try
            {
                return await ready && !exit.IsCompleted;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await exit;
            end.Dispose();
        }
    }
}
