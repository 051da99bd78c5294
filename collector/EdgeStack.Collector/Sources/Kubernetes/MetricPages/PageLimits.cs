namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>How much of a page is read. What was read before a limit is reached counts.</summary>
internal class PageLimits
{
    /// <summary>A page that is longer is left unread from there on, which is a problem of that page.</summary>
    public int MaximumPageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The same for a page of which more samples are shown.</summary>
    public int MaximumSamples { get; set; } = 20_000;

    /// <summary>The same for a page with more than so many bytes of samples that are shown or would be, could they be read: all their labels stay in memory.</summary>
    public int MaximumShownBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>The same for a page with more problems, such as series that stand there twice.</summary>
    public int MaximumProblems { get; set; } = 100;
}
