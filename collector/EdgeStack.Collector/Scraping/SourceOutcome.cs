namespace EdgeStack.Collector.Scraping;

/// <summary>How a reading of a source ended.</summary>
internal abstract record SourceOutcome
{
    private SourceOutcome()
    {
    }

    /// <summary>It was read; parts that were wrong are told to the writer.</summary>
    public static SourceOutcome Ok { get; } = new Read();

    /// <summary>It was read.</summary>
    internal sealed record Read : SourceOutcome;

    /// <summary>This machine has no such thing, which is no fault: no sensor, no module, an option that is off.</summary>
    internal sealed record Absent(string Why) : SourceOutcome;

    /// <summary>It could not be read. Samples that were added before count.</summary>
    internal sealed record Failed(string Why) : SourceOutcome;
}
