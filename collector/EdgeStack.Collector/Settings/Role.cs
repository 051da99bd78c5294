namespace EdgeStack.Collector.Settings;

/// <summary>What a collector measures.</summary>
internal enum Role
{
    /// <summary>The machine it runs on.</summary>
    Node,

    /// <summary>Database servers.</summary>
    Database,

    /// <summary>The objects of a Kubernetes cluster and what its containers use.</summary>
    Cluster,
}
