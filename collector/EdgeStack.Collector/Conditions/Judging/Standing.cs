namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>How what was measured stands to a condition. What cannot be judged has no standing.</summary>
internal enum Standing
{
    Good,

    /// <summary>Neither: a condition that is true stays so, and one that is not does not begin.</summary>
    Between,

    Bad,
}
