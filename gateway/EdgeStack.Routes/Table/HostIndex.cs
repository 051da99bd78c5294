using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>Entries by the hosts that they require; a list per pattern, each in order. Immutable.</summary>
internal sealed class HostIndex<TTarget>
{
    public static readonly HostIndex<TTarget> Empty = new(NewLists(), NewLists(), NewLists(), []);

    private readonly Dictionary<string, TableEntry<TTarget>[]> _exact, _oneLabel, _anyDepth;
    private readonly Dictionary<string, TableEntry<TTarget>[]>.AlternateLookup<ReadOnlySpan<char>> _exactOf, _oneLabelOf, _anyDepthOf;
    private readonly TableEntry<TTarget>[] _every;

    private HostIndex(Dictionary<string, TableEntry<TTarget>[]> exact, Dictionary<string, TableEntry<TTarget>[]> oneLabel, Dictionary<string, TableEntry<TTarget>[]> anyDepth, TableEntry<TTarget>[] every)
    {
        (_exact, _oneLabel, _anyDepth, _every) = (exact, oneLabel, anyDepth, every);
        _exactOf = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _oneLabelOf = oneLabel.GetAlternateLookup<ReadOnlySpan<char>>();
        _anyDepthOf = anyDepth.GetAlternateLookup<ReadOnlySpan<char>>();
        HasWildcards = oneLabel.Count + anyDepth.Count > 0;
    }

    public int PatternCount => _exact.Count + _oneLabel.Count + _anyDepth.Count;

    public IEnumerable<HostPattern> Patterns => _exact.Keys.Select(name => new HostPattern(HostReach.Exact, name))
        .Concat(_oneLabel.Keys.Select(name => new HostPattern(HostReach.OneLabel, name)))
        .Concat(_anyDepth.Keys.Select(name => new HostPattern(HostReach.AnyDepth, name)));

    public bool HasWildcards { get; }

    /// <summary>Entries that may hold for any host.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> Every => _every;

    public ReadOnlySpan<TableEntry<TTarget>> Exact(ReadOnlySpan<char> host) => _exactOf.TryGetValue(host, out TableEntry<TTarget>[]? entries) ? entries : [];

    /// <summary>Entries for hosts with one label before this name.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> OneLabel(ReadOnlySpan<char> name) => _oneLabelOf.TryGetValue(name, out TableEntry<TTarget>[]? entries) ? entries : [];

    /// <summary>Entries for hosts with at least one label before this name.</summary>
    public ReadOnlySpan<TableEntry<TTarget>> AnyDepth(ReadOnlySpan<char> name) => _anyDepthOf.TryGetValue(name, out TableEntry<TTarget>[]? entries) ? entries : [];

    /// <summary>Those of all entries that may meet another one at a host.</summary>
    /// <param name="all">Every entry of the index, in order.</param>
    public IReadOnlyCollection<TableEntry<TTarget>> Contested(TableEntry<TTarget>[] all)
    {
        if (HasWildcards || _every.Length > 0)
            return all;
        HashSet<TableEntry<TTarget>> sharing = [.. _exact.Values.Where(entries => entries.Length > 1).SelectMany(entries => entries)];
        return sharing.Count == 0 ? [] : Array.FindAll(all, sharing.Contains);
    }

    /// <summary>Another index in which only the lists of touched hosts are made anew: copying a dictionary costs a small part of filling one.</summary>
    /// <param name="gone">Entries that are left out.</param>
    /// <param name="goneTargets">Their targets.</param>
    /// <param name="come">New entries, in order.</param>
    public HostIndex<TTarget> Changed(IEnumerable<TableEntry<TTarget>> gone, IReadOnlySet<TTarget> goneTargets, IReadOnlyList<TableEntry<TTarget>> come)
    {
        Dictionary<HostPattern, List<TableEntry<TTarget>>> touched = [];
        foreach (HostPattern pattern in gone.SelectMany(entry => entry.Hosts))
            touched.TryAdd(pattern, []);
        foreach (TableEntry<TTarget> entry in come)
        {
            foreach (HostPattern pattern in entry.Hosts)
            {
                if (!touched.TryGetValue(pattern, out List<TableEntry<TTarget>>? list))
                    touched.Add(pattern, list = []);
                list.Add(entry);
            }
        }

        ILookup<HostReach, KeyValuePair<HostPattern, List<TableEntry<TTarget>>>> byReach = touched.ToLookup(pair => pair.Key.Reach);
        return new HostIndex<TTarget>(
            Changed(_exact, byReach[HostReach.Exact], goneTargets), Changed(_oneLabel, byReach[HostReach.OneLabel], goneTargets), Changed(_anyDepth, byReach[HostReach.AnyDepth], goneTargets),
            EntryOrder.Changed(_every, goneTargets, [.. come.Where(entry => entry.Hosts.IsEmpty)]));
    }

    private static Dictionary<string, TableEntry<TTarget>[]> Changed(
        Dictionary<string, TableEntry<TTarget>[]> before, IEnumerable<KeyValuePair<HostPattern, List<TableEntry<TTarget>>>> touched, IReadOnlySet<TTarget> gone)
    {
        Dictionary<string, TableEntry<TTarget>[]>? after = null;
        foreach ((HostPattern pattern, List<TableEntry<TTarget>> come) in touched)
        {
            after ??= new Dictionary<string, TableEntry<TTarget>[]>(before, before.Comparer);
            TableEntry<TTarget>[] list = EntryOrder.Changed(after.GetValueOrDefault(pattern.Name, []), gone, come);
            if (list.Length > 0)
                after[pattern.Name] = list;
            else
                after.Remove(pattern.Name);
        }

        return after ?? before;
    }

    private static Dictionary<string, TableEntry<TTarget>[]> NewLists() => new(StringComparer.OrdinalIgnoreCase);
}
