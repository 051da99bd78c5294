using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>The reading of one source that blocks, on whatever thread it is given, never twice at once. Whatever happens in the source stays here.</summary>
internal sealed class BlockingReading(IMetricSource source, SampleWriter samples, SnapshotPublisher publisher)
{
    private readonly Lock _gate = new();

    // When it began, as long as it has not ended.
    private (DateTimeOffset Shown, long Timestamp)? _began;
    private bool _isGivenUp;

    public IMetricSource Source => source;

    /// <summary>Whether it is to be read now: one that has not come back since the last time is not, and is told as such again.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_began is { } since)
            {
                publisher.TimedOut(since);
                return false;
            }

            (_began, _isGivenUp) = (publisher.Now, false);
            return true;
        }
    }

    /// <summary>Reads, and tells what it read unless it was given up meanwhile.</summary>
    public void Read()
    {
        (DateTimeOffset Shown, long Timestamp) began = publisher.Now;
        lock (_gate)
            _began = began;
        SourceOutcome? outcome = null;
        Exception? thrown = null;
        try
        {
            samples.Begin();
            ValueTask<SourceOutcome> reading = source.ReadAsync(samples, CancellationToken.None);
            outcome = reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // a source of which a reading fails, in whatever way, is one source less
        catch (Exception fault)
#pragma warning restore CA1031
        {
            thrown = fault;
        }

        lock (_gate)
        {
            _began = null;
            if (!_isGivenUp)
                Tell(outcome, thrown, began);
        }
    }

    /// <summary>Its time is over: if it has not ended it is told as failed, and what it reads after all is not told.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            if (_began is not { } since || _isGivenUp)
                return;
            _isGivenUp = true;
            publisher.TimedOut(since);
        }
    }

    private void Tell(SourceOutcome? outcome, Exception? thrown, (DateTimeOffset Shown, long Timestamp) began)
    {
        try
        {
            if (outcome is not null)
            {
                publisher.Ended(outcome, began);
                return;
            }
        }
#pragma warning disable CA1031 // what a source wrote can be such that it cannot be taken
        catch (Exception fault)
#pragma warning restore CA1031
        {
            thrown = fault;
        }

        publisher.Threw(thrown!, began);
    }
}
