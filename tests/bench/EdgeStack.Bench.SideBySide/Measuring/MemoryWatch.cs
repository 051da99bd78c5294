namespace EdgeStack.Bench.SideBySide.Measuring;

/// <summary>The most resident memory that processes had while this lived.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly PeriodicTimer _timer = new(Every, TimeProvider.System);
    private readonly ProcessTree _processes;
    private readonly Task _watching;

    public MemoryWatch(ProcessTree processes)
    {
        _processes = processes;
        _watching = WatchAsync();
    }

    public long PeakBytes { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        try
        {
            do
                PeakBytes = Math.Max(PeakBytes, _processes.ResidentBytes());
            while (await _timer.WaitForNextTickAsync());
        }
        catch (IOException)
        {
            // One of them has ended, which whoever measures it says better.
        }
    }
}
