using System.Collections.Immutable;

namespace EdgeStack.Collector.Scraping;

/// <summary>
/// Sources that block and are read in the same rhythm: one timer, and one waking of the thread, for all of them. A machine has some forty, whose readings take less than waking a
/// thread for each. Each keeps its own time-out and its own end.
/// </summary>
internal sealed class ReadingRound(ImmutableArray<BlockingReading> readings, ReadingThread thread, TimeProvider time)
{
    // A source may find out that it needs to be read less often.
    private TimeSpan Every => readings.Min(reading => reading.Source.Every);

    private TimeSpan Timeout => readings.Max(reading => reading.Source.Timeout);

    /// <summary>Reads until told to stop, for the first time at once.</summary>
    /// <param name="first">Told when the first readings have ended.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(Action first, CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Every, time);
        await ReadSafelyAsync(timer, stopping);
        first();
        while (await timer.WaitForNextTickAsync(stopping))
            await ReadSafelyAsync(timer, stopping);
    }

    /// <summary>Reads each once, for at most its own time.</summary>
    public async Task ReadAsync(CancellationToken stopping)
    {
        Task ended = thread.RunAsync([.. readings.Where(reading => reading.TryBegin()).Select(reading => (Action)reading.Read)]);
        try
        {
            await ended.WaitAsync(Timeout, time, stopping);
        }
        catch (TimeoutException)
        {
            foreach (BlockingReading reading in readings)
                reading.GiveUp();
        }
    }

    private async Task ReadSafelyAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            await ReadAsync(stopping);
            if (timer.Period != Every)
                timer.Period = Every;
        }
#pragma warning disable CA1031 // what cannot even be told is no reason to end: the next reading may be told again
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }
}
