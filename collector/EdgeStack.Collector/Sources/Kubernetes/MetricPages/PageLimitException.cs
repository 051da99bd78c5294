namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>A page is more than is read: <see cref="PageLimits"/>.</summary>
internal sealed class PageLimitException(string message) : IOException(message);
