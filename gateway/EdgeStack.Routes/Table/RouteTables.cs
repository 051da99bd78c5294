using System.Collections.Immutable;

namespace EdgeStack.Routes.Table;

/// <summary>Builds tables.</summary>
public static class RouteTables
{
    /// <summary>Compiles routes into a table. The order of the input does not matter.</summary>
    public static RouteTable<TTarget> Build<TTarget>(IEnumerable<(Route Route, TTarget Target)> routes)
        where TTarget : class
    {
        (Route Route, TTarget Target)[] inOrder = [.. routes];
        Array.Sort(inOrder, static (a, b) => RouteOrder.Compare(a.Route, b.Route));
        HostIndex<TTarget> index = new(inOrder.Select((pair, rank) => new TableEntry<TTarget>(rank, pair.Route.Rule, pair.Target, pair.Route.ChangesPath)));
        ImmutableArray<Route> routesInOrder = [.. inOrder.Select(pair => pair.Route)];
        return new RouteTable<TTarget>(index, routesInOrder, RouteOrder.Shadowed(routesInOrder));
    }
}
