using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>Whether and how the API server is asked for its own metrics.</summary>
internal sealed class ApiServerOptions : PageLimits
{
    public ApiServerOptions() => (MaximumSamples, MaximumShownBytes) = (10_000, 4 * 1024 * 1024);

    public bool Enabled { get; set; } = true;

    /// <summary>For the page and for who answers. A large one takes the server a second or two to write.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The least time from one reading to the next: writing a page of tens of megabytes is work for the server.</summary>
    public TimeSpan AtMostEvery { get; set; } = TimeSpan.FromSeconds(30);
}
