namespace EdgeStack.Routes.Rules;

/// <summary>Many host patterns as one: what it is asked costs the same however many they are.</summary>
public sealed class HostSet
{
    private readonly HashSet<string> _exact = new(StringComparer.OrdinalIgnoreCase), _oneLabel = new(StringComparer.OrdinalIgnoreCase), _anyDepth = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _every;

    // Names that something in the set is below: at any depth, and by one label.
    private readonly Lazy<(HashSet<string> Above, HashSet<string> Parents)> _below;

    public HostSet(IEnumerable<HostPattern> patterns)
    {
        foreach (HostPattern pattern in patterns)
        {
            if (pattern.Reach == HostReach.Every)
                _every = true;
            else
                Of(pattern.Reach).Add(pattern.Name);
        }

        _below = new(Ancestors);
    }

    /// <summary>True when the host fulfils one of the patterns. Does not allocate.</summary>
    public bool Contains(ReadOnlySpan<char> host)
    {
        if (_every || Has(_exact, host))
            return true;
        int dot = host.IndexOf('.');
        if (dot > 0 && Has(_oneLabel, host[(dot + 1)..]))
            return true;
        for (ReadOnlySpan<char> rest = host; _anyDepth.Count > 0 && dot >= 0; dot = rest.IndexOf('.'))
        {
            rest = rest[(dot + 1)..];
            if (Has(_anyDepth, rest))
                return true;
        }

        return false;
    }

    /// <summary>True when some host fulfils the pattern and one of the set's.</summary>
    public bool Overlaps(HostPattern pattern) => pattern.Reach switch
    {
        HostReach.Every => _every || _exact.Count + _oneLabel.Count + _anyDepth.Count > 0,
        HostReach.Exact => Contains(pattern.Name),
        _ => _every || _oneLabel.Contains(pattern.Name) || _anyDepth.Contains(pattern.Name) || IsBelow(_anyDepth, pattern.Name)
            || (pattern.Reach == HostReach.AnyDepth ? _below.Value.Above : _below.Value.Parents).Contains(pattern.Name),
    };

    private HashSet<string> Of(HostReach reach) => reach switch { HostReach.Exact => _exact, HostReach.OneLabel => _oneLabel, _ => _anyDepth };

    private (HashSet<string>, HashSet<string>) Ancestors()
    {
        HashSet<string> above = new(StringComparer.OrdinalIgnoreCase), parents = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in _exact.Concat(_oneLabel).Concat(_anyDepth))
        {
            for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
                above.Add(name[(dot + 1)..]);
        }

        foreach (string name in _exact.Where(name => name.Contains('.')))
            parents.Add(name[(name.IndexOf('.') + 1)..]);
        return (above, parents);
    }

    private static bool IsBelow(HashSet<string> parents, ReadOnlySpan<char> name)
    {
        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.'))
        {
            name = name[(dot + 1)..];
            if (Has(parents, name))
                return true;
        }

        return false;
    }

    private static bool Has(HashSet<string> names, ReadOnlySpan<char> name) => names.Count > 0 && names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
}
