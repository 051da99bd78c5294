using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Reads one source that waits instead of blocking, again and again, never twice at once. Whatever happens in the source stays here.</summary>
internal sealed class Sampler(IMetricSource source, SampleWriter samples, SnapshotPublisher publisher, TimeProvider time)
{
    // A reading that has outlived its time. Until it ends there is no other: it holds the writer.
    private Task? _overdue;
    private (DateTimeOffset Shown, long Timestamp) _overdueSince;

    /// <summary>Reads until told to stop, for the first time at once.</summary>
    /// <param name="first">Told when the first reading has ended.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(Action first, CancellationToken stopping)
    {
        using PeriodicTimer timer = new(source.Every, time);
        await ReadSafelyAsync(stopping);
        first();
        while (await timer.WaitForNextTickAsync(stopping))
            await ReadSafelyAsync(stopping);
    }

    /// <summary>Reads once, for at most the source's own time.</summary>
    public async Task ReadAsync(CancellationToken stopping)
    {
        if (_overdue is { IsCompleted: false })
        {
            publisher.TimedOut(_overdueSince);
            return;
        }

        _overdue = null;
        (DateTimeOffset Shown, long Timestamp) began = publisher.Now;
        using CancellationTokenSource patience = new(source.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        Task<SourceOutcome>? reading = null;
        try
        {
            samples.Begin();
            reading = source.ReadAsync(samples, either.Token).AsTask();
            publisher.Ended(await reading.WaitAsync(either.Token), began);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (reading is { IsCompleted: false })
                (_overdue, _overdueSince) = (reading, began);
            stopping.ThrowIfCancellationRequested();
            publisher.TimedOut(began);
        }
#pragma warning disable CA1031 // a source of which a reading fails, in whatever way, is one source less
        catch (Exception fault)
#pragma warning restore CA1031
        {
            publisher.Threw(fault, began);
        }
    }

    private async Task ReadSafelyAsync(CancellationToken stopping)
    {
        try
        {
            await ReadAsync(stopping);
        }
#pragma warning disable CA1031 // what cannot even be told is no reason to end: the next reading may be told again
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }
}
