namespace EdgeStack.Telemetry.Otlp;

/// <summary>How a receiver answered an export.</summary>
internal abstract record ExportAnswer
{
    private ExportAnswer()
    {
    }

    /// <summary>It took it, but for so many items, for a reason of its own.</summary>
    internal sealed record Taken(long Rejected, string Why) : ExportAnswer;

    /// <summary>It will never take it.</summary>
    internal sealed record Refused(string Why) : ExportAnswer;

    /// <summary>It could not be reached, or cannot take it now; it may have said for how long.</summary>
    internal sealed record Later(string Why, TimeSpan? After = null) : ExportAnswer;
}
