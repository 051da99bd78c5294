using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Puts on the board what a reading of a source said, and into the log what is new about it.</summary>
internal sealed partial class SnapshotPublisher(SourceState state, SampleWriter samples, TimeProvider time, ILogger<SnapshotPublisher> logger)
{
    private readonly IMetricSource _source = state.Source;
    private string? _said;

    /// <summary>When a reading begins that is to be published: by the wall clock, for people, and by the clock that does not jump.</summary>
    public (DateTimeOffset Shown, long Timestamp) Now => (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>A reading has ended by itself.</summary>
    public void Ended(SourceOutcome outcome, (DateTimeOffset Shown, long Timestamp) began) => Publish(Snapshot(outcome, began, samples.Take(), isWhole: true));

    /// <summary>A reading has thrown. What it had said until then counts.</summary>
    public void Threw(Exception fault, (DateTimeOffset Shown, long Timestamp) began)
    {
        bool isNew = Publish(Snapshot(new SourceOutcome.Failed(fault.Message), began, TakeSafely(), isWhole: true));
        if (isNew && fault is not (IOException or UnauthorizedAccessException or FormatException))
            LogUnforeseen(_source.Name, fault);
    }

    /// <summary>A reading has outlived its time, and goes on.</summary>
    public void TimedOut((DateTimeOffset Shown, long Timestamp) began)
    {
        TimeSpan took = time.GetElapsedTime(began.Timestamp);
        string why = $"it has not answered for {Math.Max(_source.Timeout.TotalSeconds, Math.Floor(took.TotalSeconds))} s";
        // Its writer is still being written to: nothing of it is taken.
        Publish(Snapshot(new SourceOutcome.Failed(why), began, [], isWhole: false));
    }

    private SourceSnapshot Snapshot(SourceOutcome outcome, (DateTimeOffset Shown, long Timestamp) began, ImmutableArray<FamilySamples> families, bool isWhole) => new()
    {
        Outcome = outcome,
        TakenAt = began.Shown,
        Timestamp = began.Timestamp,
        Took = time.GetElapsedTime(began.Timestamp),
        Families = families,
        Problems = isWhole ? [.. samples.Problems] : [],
        UntoldProblems = isWhole ? samples.UntoldProblems : 0,
    };

    // It may be the taking that has thrown.
    private ImmutableArray<FamilySamples> TakeSafely()
    {
        try
        {
            return samples.Take();
        }
#pragma warning disable CA1031 // then there is nothing to show, and the fault is told already
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    // What stays as it was is not said again. True when it was said.
    private bool Publish(SourceSnapshot snapshot)
    {
        state.Publish(snapshot);
        string? saying = snapshot.Outcome switch
        {
            SourceOutcome.Failed failed => failed.Why,
            SourceOutcome.Absent absent => absent.Why,
            _ when snapshot.Problems.Length > 0 => snapshot.Problems[0],
            _ => null,
        };
        if (saying == _said)
            return false;
        bool isNew = WithoutNumbers(saying) != WithoutNumbers(_said);
        _said = saying;
        if (!isNew)
            return false;
        if (snapshot.Outcome is SourceOutcome.Failed)
            LogFailed(_source.Name, saying!);
        else if (snapshot.Outcome is SourceOutcome.Absent)
            LogAbsent(_source.Name, saying!);
        else if (saying is not null)
            LogProblem(_source.Name, saying, snapshot.Problems.Length - 1 + snapshot.UntoldProblems);
        else
            LogRecovered(_source.Name);
        return true;
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
    private partial void LogUnforeseen(string source, Exception fault);
}
