namespace EdgeStack.Collector.Scraping;

/// <summary>The page of metrics on which a source's families stand: Prometheus has one target for each.</summary>
internal enum ScrapePage
{
    /// <summary><c>/metrics/node</c></summary>
    Node,

    /// <summary><c>/metrics/db</c></summary>
    Database,

    /// <summary><c>/metrics/k8s</c></summary>
    Kubernetes,
}
