namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Something that people should know of. Judged by one thread at a time.</summary>
internal interface ICondition
{
    ConditionTerms Terms { get; }

    /// <summary>How all stand that can be judged now. What is not among them is unknown.</summary>
    IEnumerable<Finding> Judge(FreshBoard board);
}
