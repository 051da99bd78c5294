using System.Collections.Frozen;
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
        Dictionary<string, List<TableEntry<TTarget>>> byHost = new(StringComparer.OrdinalIgnoreCase);
        List<TableEntry<TTarget>> anyHost = [];
        for (int rank = 0; rank < inOrder.Length; rank++)
        {
            TableEntry<TTarget> entry = new(rank, inOrder[rank].Route.Rule, inOrder[rank].Target);
            ImmutableArray<string> hosts = entry.Rule.RequiredHosts;
            if (hosts.IsEmpty)
                anyHost.Add(entry);
            foreach (string host in hosts)
            {
                if (!byHost.TryGetValue(host, out List<TableEntry<TTarget>>? bucket))
                    byHost.Add(host, bucket = []);
                bucket.Add(entry);
            }
        }

        ImmutableArray<Route> routesInOrder = [.. inOrder.Select(pair => pair.Route)];
        return new RouteTable<TTarget>(
            byHost.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
            [.. anyHost], routesInOrder, RouteOrder.Shadowed(routesInOrder));
    }
}
