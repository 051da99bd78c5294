using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Table;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>One published state of all routes.</summary>
internal sealed record RouteSnapshot(
    long Revision,
    DateTimeOffset Applied,
    RouteTable<RouteTarget> Table,
    ImmutableArray<RouteTarget> Targets,
    ImmutableArray<Problem> Problems);
