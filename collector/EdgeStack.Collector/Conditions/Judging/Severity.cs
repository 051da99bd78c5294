namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>How soon somebody should look.</summary>
internal enum Severity
{
    /// <summary>In these days.</summary>
    Warning,

    /// <summary>Now: something is down, or is about to be lost.</summary>
    Critical,
}
