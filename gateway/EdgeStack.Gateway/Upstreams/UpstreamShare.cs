namespace EdgeStack.Gateway.Upstreams;

/// <summary>An upstream's share of a route's requests.</summary>
/// <param name="Cluster">The upstream.</param>
/// <param name="Weight">Its share of the sum of all weights; 0 gets no request.</param>
internal readonly record struct UpstreamShare(UpstreamCluster Cluster, int Weight);
