namespace EdgeStack.Routes.Rules;

/// <summary>Which hosts a route is for.</summary>
/// <param name="Reach">How far the pattern goes.</param>
/// <param name="Name">The host, or for a wildcard what follows it: <c>example.com</c> of <c>*.example.com</c>. Canonical.</param>
public readonly record struct HostPattern(HostReach Reach, string Name)
{
    /// <summary>Reads a host as written in a route: a name, <c>*.name</c> (one label), <c>**.name</c> (one or more) or <c>*</c> (any, and none).</summary>
    public static bool TryParse(string written, out HostPattern pattern, out string? fault)
    {
        pattern = new HostPattern(HostReach.Every, "");
        fault = null;
        if (written == "*")
            return true;
        HostReach reach = written.StartsWith("**.", StringComparison.Ordinal) ? HostReach.AnyDepth
            : written.StartsWith("*.", StringComparison.Ordinal) ? HostReach.OneLabel
            : HostReach.Exact;
        string rest = reach switch { HostReach.AnyDepth => written[3..], HostReach.OneLabel => written[2..], _ => written };
        if (!HostName.TryParse(rest, out string name, out fault))
        {
            if (rest.Contains('*'))
                fault = "has a wildcard in a place where none is allowed; write '*.example.com' for one label or '**.example.com' for any depth";
            return false;
        }

        pattern = new HostPattern(reach, name);
        return true;
    }

    public bool Matches(ReadOnlySpan<char> host) => Reach switch
    {
        HostReach.Every => true,
        HostReach.Exact => host.Equals(Name, StringComparison.OrdinalIgnoreCase),
        _ => host.Length > Name.Length + 1
            && host.EndsWith(Name, StringComparison.OrdinalIgnoreCase)
            && host[host.Length - Name.Length - 1] == '.'
            && (Reach == HostReach.AnyDepth || !host[..(host.Length - Name.Length - 1)].Contains('.')),
    };

    /// <summary>True when some host fulfils both patterns.</summary>
    public bool Overlaps(HostPattern other) => Reach == HostReach.Every || other.Reach == HostReach.Every
        || (Reach == HostReach.Exact ? other.Matches(Name)
            : other.Reach == HostReach.Exact ? Matches(other.Name)
            : Name == other.Name
                || (other.Reach == HostReach.AnyDepth && IsBelow(Name, other.Name))
                || (Reach == HostReach.AnyDepth && IsBelow(other.Name, Name)));

    /// <summary>True when every host of the other pattern fulfils this one.</summary>
    public bool Covers(HostPattern other) => Reach switch
    {
        HostReach.Every => true,
        HostReach.Exact => other == this,
        HostReach.OneLabel => other.Reach == HostReach.Exact ? Matches(other.Name) : other == this,
        _ => other.Reach switch
        {
            HostReach.Every => false,
            HostReach.Exact => Matches(other.Name),
            _ => other.Name == Name || IsBelow(other.Name, Name),
        },
    };

    private static bool IsBelow(string name, string parent) =>
        name.Length > parent.Length && name[name.Length - parent.Length - 1] == '.' && name.EndsWith(parent, StringComparison.Ordinal);

    public override string ToString() => Reach switch
    {
        HostReach.Every => "*",
        HostReach.OneLabel => $"*.{Name}",
        HostReach.AnyDepth => $"**.{Name}",
        _ => Name,
    };
}
