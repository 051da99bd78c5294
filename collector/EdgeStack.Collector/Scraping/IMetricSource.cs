using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Something that is read again and again. It is never read twice at once.</summary>
internal interface IMetricSource
{
    /// <summary>As it stands in the label <c>source</c>, in settings and in the log.</summary>
    string Name { get; }

    ScrapePage Page { get; }

    /// <summary>Labels of its own that every series gets: which of several servers it is.</summary>
    ImmutableArray<KeyValuePair<string, string>> Labels => [];

    /// <summary>Whom it speaks of, where that is not this machine or all there is: a target, one of several servers.</summary>
    string About => "";

    /// <summary>Whether its families are another program's, about another machine as it may be.</summary>
    bool IsForeign => false;

    /// <summary>From the beginning of one reading to the beginning of the next. It may change with what was read.</summary>
    TimeSpan Every { get; }

    /// <summary>Whether it is read for the first time when all others of its page have been: what it may say depends on what they say. Of those that block.</summary>
    bool ComesLast => false;

    /// <summary>After this long a reading counts as failed.</summary>
    TimeSpan Timeout { get; }

    /// <summary>
    /// Reads it. Exceptions are faults of this reading alone. What blocks (files, system calls) may block: a source is read on a thread that nobody else waits for
    /// when <see cref="Blocks"/> says so.
    /// </summary>
    ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation);

    /// <summary>Whether a reading occupies its thread, as files do: then it gets one that may be lost.</summary>
    bool Blocks { get; }
}
