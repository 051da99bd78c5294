namespace EdgeStack.Gateway.RouteFeed;

/// <summary>One snapshot has taken the place of another.</summary>
internal sealed class RoutesSwappedEventArgs(RouteSnapshot before, RouteSnapshot after) : EventArgs
{
    public RouteSnapshot Before { get; } = before;

    public RouteSnapshot After { get; } = after;
}
