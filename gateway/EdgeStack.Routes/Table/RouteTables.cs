namespace EdgeStack.Routes.Table;

/// <summary>Builds tables.</summary>
public static class RouteTables
{
    /// <summary>Compiles routes into a table. The order of the input does not matter.</summary>
    public static RouteTable<TTarget> Build<TTarget>(IEnumerable<(Route Route, TTarget Target)> routes)
        where TTarget : class => RouteTable<TTarget>.Empty.Changed([], routes);
}
