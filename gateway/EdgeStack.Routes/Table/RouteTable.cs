// Hot path: Find runs once a request and must not allocate (tests/EdgeStack.Routes.Tests/Table/RouteTableTests.cs proves it).
using System.Collections.Frozen;
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
    private readonly FrozenDictionary<string, TableEntry<TTarget>[]>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly TableEntry<TTarget>[] _anyHost;

    internal RouteTable(FrozenDictionary<string, TableEntry<TTarget>[]> byHost, TableEntry<TTarget>[] anyHost, ImmutableArray<Route> routes, ImmutableArray<Problem> problems)
    {
        _byHost = byHost.GetAlternateLookup<ReadOnlySpan<char>>();
        _anyHost = anyHost;
        Hosts = byHost.Keys;
        Routes = routes;
        Problems = problems;
    }

    /// <summary>Every host that a route names, lower case.</summary>
    public ImmutableArray<string> Hosts { get; }

    /// <summary>In the order in which they are tried.</summary>
    public ImmutableArray<Route> Routes { get; }

    /// <summary>What only the whole table shows: routes that never get a request.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>The target of the first route, in order, whose rule holds; null when none does.</summary>
    public TTarget? Find(in RequestFacts request)
    {
        ReadOnlySpan<TableEntry<TTarget>> own = _byHost.TryGetValue(request.Host, out TableEntry<TTarget>[]? bucket) ? bucket : [];
        ReadOnlySpan<TableEntry<TTarget>> any = _anyHost;
        while (!own.IsEmpty || !any.IsEmpty)
        {
            bool ownIsNext = any.IsEmpty || (!own.IsEmpty && own[0].Rank < any[0].Rank);
            TableEntry<TTarget> candidate = ownIsNext ? own[0] : any[0];
            if (ownIsNext)
                own = own[1..];
            else
                any = any[1..];
            if (candidate.Rule.Matches(request))
                return candidate.Target;
        }

        return null;
    }

    /// <summary>True when some route names this host.</summary>
    public bool KnowsHost(ReadOnlySpan<char> host) => _byHost.ContainsKey(host);
}
