using System.Collections.Concurrent;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>
/// Families whose names a server says itself: of status values, variables and columns. All servers share them, since a page has each family once.
/// </summary>
internal sealed class ServerFamilies
{
    // MariaDB 11 has about 1,300 values and variables; nothing that answers like a server may fill the memory.
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>The family of that name; null when there are too many, or when nothing of the name is left that a metric may be called.</summary>
    /// <param name="prefix">What stands before: <c>mysql_global_status_</c>.</param>
    /// <param name="name">As the server says it, or in small letters where exporters write them so.</param>
    /// <param name="make">Makes the family from its whole name, the first time.</param>
    public Family? Of(string prefix, string name, Func<string, Family> make)
    {
        string whole = prefix + MetricName.Clean(name);
        if (_families.TryGetValue(whole, out Family? known))
            return known;
        return _families.Count >= Most || name.Length == 0 ? null : _families.GetOrAdd(whole, make);
    }
}
