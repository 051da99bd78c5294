// Hot path: Find runs once a request and must not allocate (tests/EdgeStack.Routes.Tests/Table/RouteTableTests.cs proves it). Benchmark: tests/EdgeStack.Benchmarks/TableBenchmarks.cs.
using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>
/// Every route, compiled for look-up: immutable, indexed by host, so a look-up costs the same with ten hosts and with ten thousand.
/// </summary>
/// <typeparam name="TTarget">What the owner of the table wants back for a route.</typeparam>
public sealed class RouteTable<TTarget>
    where TTarget : class
{
    internal static readonly RouteTable<TTarget> Empty = new(HostIndex<TTarget>.Empty, []);

    private readonly HostIndex<TTarget> _index;
    private readonly TableEntry<TTarget>[] _inOrder;

    private RouteTable(HostIndex<TTarget> index, TableEntry<TTarget>[] inOrder)
    {
        _index = index;
        _inOrder = inOrder;
        Problems = RouteOrder.Shadowed(index.Contested(inOrder).Select(entry => (entry.Route, entry.RuleText, entry.Hosts)));
    }

    /// <summary>Every host pattern that a route names.</summary>
    public IEnumerable<HostPattern> Hosts => _index.Patterns;

    public int HostCount => _index.PatternCount;

    /// <summary>In the order in which they are tried.</summary>
    public IEnumerable<Route> Routes => _inOrder.Select(entry => entry.Route);

    /// <summary>What only the whole table shows: routes that never get a request.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>The target of the first route, in order, whose rule holds; null when none does.</summary>
    public TTarget? Find(in RequestFacts request)
    {
        TableEntry<TTarget>? best = First(_index.Exact(request.Host), request, null);
        if (_index.HasWildcards)
        {
            int dot = request.Host.IndexOf('.');
            if (dot > 0)
                best = First(_index.OneLabel(request.Host[(dot + 1)..]), request, best);
            for (ReadOnlySpan<char> rest = request.Host; dot >= 0; dot = rest.IndexOf('.'))
            {
                rest = rest[(dot + 1)..];
                best = First(_index.AnyDepth(rest), request, best);
            }
        }

        return First(_index.Every, request, best)?.Target;
    }

    /// <summary>True when something of one of the routes that can hold for that host depends on the path. Slow; for the rare path where it matters.</summary>
    public bool LooksAtPath(ReadOnlySpan<char> host)
    {
        if (Any(_index.Exact(host), host) || Any(_index.Every, host))
            return true;
        int dot = host.IndexOf('.');
        if (dot > 0 && Any(_index.OneLabel(host[(dot + 1)..]), host))
            return true;
        for (ReadOnlySpan<char> rest = host; dot >= 0; dot = rest.IndexOf('.'))
        {
            rest = rest[(dot + 1)..];
            if (Any(_index.AnyDepth(rest), host))
                return true;
        }

        return false;

        static bool Any(ReadOnlySpan<TableEntry<TTarget>> entries, ReadOnlySpan<char> host)
        {
            foreach (TableEntry<TTarget> entry in entries)
            {
                if (entry.LooksAtPathOf(host))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The table without some routes and with others: the one that would be built of them, at a cost that goes with what has changed.</summary>
    /// <param name="gone">Targets of this table, by reference, whose routes are left out.</param>
    /// <param name="come">New routes in any order; their targets are none of this table's.</param>
    public RouteTable<TTarget> Changed(IEnumerable<TTarget> gone, IEnumerable<(Route Route, TTarget Target)> come)
    {
        HashSet<TTarget> goneTargets = new(gone, ReferenceEqualityComparer.Instance);
        TableEntry<TTarget>[] goneEntries = goneTargets.Count == 0 ? [] : Array.FindAll(_inOrder, entry => goneTargets.Contains(entry.Target));
        TableEntry<TTarget>[] comeEntries = [.. come.Select(pair => new TableEntry<TTarget>(pair.Route, pair.Target))];
        Array.Sort(comeEntries, TableEntry<TTarget>.Compare);
        return new RouteTable<TTarget>(_index.Changed(goneEntries, goneTargets, comeEntries), EntryOrder.Changed(_inOrder, goneTargets, comeEntries));
    }

    // Entries stand in order, so the first that holds is the list's best, and none behind the best so far needs a look.
    private static TableEntry<TTarget>? First(ReadOnlySpan<TableEntry<TTarget>> entries, in RequestFacts request, TableEntry<TTarget>? best)
    {
        foreach (TableEntry<TTarget> entry in entries)
        {
            if (best is not null && TableEntry<TTarget>.Compare(best, entry) < 0)
                break;
            if (entry.Rule.Matches(request))
                return entry;
        }

        return best;
    }
}
