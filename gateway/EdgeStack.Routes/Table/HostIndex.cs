using System.Collections.Frozen;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>Entries by the hosts that they require; a list per pattern, each in order.</summary>
internal sealed class HostIndex<TTarget>
{
    private readonly FrozenDictionary<string, TableEntry<TTarget>[]>.AlternateLookup<ReadOnlySpan<char>> _exact, _oneLabel, _anyDepth;
    private readonly TableEntry<TTarget>[] _every;

    public HostIndex(IEnumerable<TableEntry<TTarget>> inOrder)
    {
        Dictionary<HostPattern, List<TableEntry<TTarget>>> byPattern = [];
        List<TableEntry<TTarget>> every = [];
        foreach (TableEntry<TTarget> entry in inOrder)
        {
            IReadOnlyList<HostPattern> patterns = entry.Rule.RequiredHosts;
            if (patterns.Count == 0)
                every.Add(entry);
            foreach (HostPattern pattern in patterns)
            {
                if (!byPattern.TryGetValue(pattern, out List<TableEntry<TTarget>>? list))
                    byPattern.Add(pattern, list = []);
                list.Add(entry);
            }
        }

        Patterns = byPattern.Keys;
        _every = [.. every];
        _exact = Freeze(byPattern, HostReach.Exact);
        _oneLabel = Freeze(byPattern, HostReach.OneLabel);
        _anyDepth = Freeze(byPattern, HostReach.AnyDepth);
        HasWildcards = Patterns.Any(pattern => pattern.Reach != HostReach.Exact);
    }

    public IReadOnlyCollection<HostPattern> Patterns { get; }

    public bool HasWildcards { get; }

    /// <summary>Entries that may hold for any host.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> Every => _every;

    public ReadOnlySpan<TableEntry<TTarget>> Exact(ReadOnlySpan<char> host) => _exact.TryGetValue(host, out TableEntry<TTarget>[]? entries) ? entries : [];

    /// <summary>Entries for hosts with one label before this name.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> OneLabel(ReadOnlySpan<char> name) => _oneLabel.TryGetValue(name, out TableEntry<TTarget>[]? entries) ? entries : [];

    /// <summary>Entries for hosts with at least one label before this name.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> AnyDepth(ReadOnlySpan<char> name) => _anyDepth.TryGetValue(name, out TableEntry<TTarget>[]? entries) ? entries : [];

    private static FrozenDictionary<string, TableEntry<TTarget>[]>.AlternateLookup<ReadOnlySpan<char>> Freeze(
        Dictionary<HostPattern, List<TableEntry<TTarget>>> byPattern, HostReach reach) => byPattern
            .Where(pair => pair.Key.Reach == reach)
            .ToFrozenDictionary(pair => pair.Key.Name, pair => pair.Value.ToArray(), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
}
