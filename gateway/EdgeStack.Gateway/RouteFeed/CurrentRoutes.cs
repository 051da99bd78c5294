using EdgeStack.Routes.Table;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>The routes that serve: one reference, swapped whole. A request takes it once.</summary>
internal sealed class CurrentRoutes
{
    private RouteSnapshot _snapshot = new(0, DateTimeOffset.UnixEpoch, RouteTables.Build<RouteTarget>([]), [], []);

    public RouteSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public void Publish(RouteSnapshot next) => Volatile.Write(ref _snapshot, next);
}
