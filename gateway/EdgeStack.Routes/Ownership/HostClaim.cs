using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>A route's hold on the hosts of a pattern.</summary>
/// <param name="Rank">Its place by age; the lowest was first.</param>
/// <param name="Hosts">The hosts.</param>
/// <param name="Route">The route.</param>
internal sealed record HostClaim(int Rank, HostPattern Hosts, Route Route);
