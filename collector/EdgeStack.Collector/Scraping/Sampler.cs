using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Reads one source again and again, never twice at once, and puts what it says on the board. Whatever happens in the source stays here.</summary>
internal sealed partial class Sampler(SourceState state, SampleWriter samples, ReadingThread thread, TimeProvider time, ILogger<Sampler> logger)
{
    private readonly IMetricSource _source = state.Source;

    // A reading that has outlived its time. Until it ends there is no other: it holds the writer.
    private Task<SourceOutcome>? _overdue;
    private DateTimeOffset _overdueSince;
    private string? _said;

    /// <summary>Reads until told to stop, for the first time at once.</summary>
    /// <param name="first">Told when the first reading has ended.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(Action first, CancellationToken stopping)
    {
        using PeriodicTimer timer = new(_source.Every, time);
        await ReadAsync(stopping);
        first();
        while (await timer.WaitForNextTickAsync(stopping))
            await ReadAsync(stopping);
    }

    /// <summary>Reads once, for at most the source's own time.</summary>
    public async Task ReadAsync(CancellationToken stopping)
    {
        if (_overdue is { IsCompleted: false })
        {
            Publish(TimedOut(_overdueSince));
            return;
        }

        _overdue = null;
        DateTimeOffset began = time.GetUtcNow();
        samples.Begin();
        using CancellationTokenSource patience = new(_source.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        Task<SourceOutcome> reading = StartAsync(either.Token);
        try
        {
            SourceOutcome outcome = await reading.WaitAsync(either.Token);
            Publish(Snapshot(outcome, began, samples.Take(), [.. samples.Problems]));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (!reading.IsCompleted)
                (_overdue, _overdueSince) = (reading, began);
            stopping.ThrowIfCancellationRequested();
            Publish(TimedOut(began));
        }
#pragma warning disable CA1031 // a source of which a reading fails, in whatever way, is one source less
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Publish(Snapshot(new SourceOutcome.Failed(fault.Message), began, samples.Take(), [.. samples.Problems]));
            if (fault is not (IOException or UnauthorizedAccessException or FormatException))
                LogUnexpected(_source.Name, fault);
        }
    }

    private async Task<SourceOutcome> StartAsync(CancellationToken cancellation) => _source.Blocks
        ? await thread.RunAsync(() => _source.ReadAsync(samples, cancellation).AsTask().GetAwaiter().GetResult())
        : await _source.ReadAsync(samples, cancellation);

    private SourceSnapshot TimedOut(DateTimeOffset began)
    {
        TimeSpan took = time.GetUtcNow() - began;
        return new SourceSnapshot { Outcome = new SourceOutcome.Failed($"it has not answered for {Math.Max(_source.Timeout.TotalSeconds, Math.Floor(took.TotalSeconds))} s"), TakenAt = began, Took = took };
    }

    private SourceSnapshot Snapshot(SourceOutcome outcome, DateTimeOffset began, ImmutableArray<FamilySamples> families, ImmutableArray<string> problems) =>
        new() { Outcome = outcome, TakenAt = began, Took = time.GetUtcNow() - began, Families = families, Problems = problems };

    // What stays as it was is not said again.
    private void Publish(SourceSnapshot snapshot)
    {
        state.Publish(snapshot);
        string? saying = snapshot.Outcome switch
        {
            SourceOutcome.Failed failed => failed.Why,
            SourceOutcome.Absent absent => absent.Why,
            _ when snapshot.Problems.Length > 0 => snapshot.Problems[0],
            _ => null,
        };
        bool isNew = WithoutNumbers(saying) != WithoutNumbers(_said);
        if (isNew && snapshot.Outcome is SourceOutcome.Failed)
            LogFailed(_source.Name, saying!);
        else if (isNew && snapshot.Outcome is SourceOutcome.Absent)
            LogAbsent(_source.Name, saying!);
        else if (isNew && saying is not null)
            LogProblem(_source.Name, saying, snapshot.Problems.Length - 1);
        else if (isNew)
            LogRecovered(_source.Name);
        _said = saying;
    }

    // A figure that grows (how long, which process) makes no new sentence.
    private static string? WithoutNumbers(string? text) => text is null ? null : new string([.. text.Where(letter => !char.IsAsciiDigit(letter))]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} cannot be read: {Reason}")]
    private partial void LogFailed(string source, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Source} is not here: {Reason}")]
    private partial void LogAbsent(string source, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A part of {Source} cannot be read: {Problem} (and {Others} others)")]
    private partial void LogProblem(string source, string problem, int others);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} can be read again")]
    private partial void LogRecovered(string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading {Source} failed in a way that was not foreseen, which is a mistake of ours: please report it")]
    private partial void LogUnexpected(string source, Exception fault);
}
