using System.Collections.Immutable;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>One snapshot has taken the place of another.</summary>
internal sealed class RoutesSwappedEventArgs(ImmutableArray<RouteTarget> gone, RouteSnapshot after) : EventArgs
{
    /// <summary>Targets of the one that are not in the other.</summary>
    public ImmutableArray<RouteTarget> Gone { get; } = gone;

    public RouteSnapshot After { get; } = after;
}
