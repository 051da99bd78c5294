using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Families of a file in which the kernel names what it counts. A name that was there before is found by its bytes, and nothing is made anew.</summary>
/// <param name="make">The family of a name; null when it is not shown.</param>
internal sealed class FamiliesByKey(Func<string, Family?> make)
{
    // No file has as many names: what comes after them is garbage that differs each time, and is not kept.
    private const int Most = 4096;

    private readonly Dictionary<byte[], Family?> _families = new(new BytesComparer());

    /// <summary>The family of this name; null when it is not shown.</summary>
    public Family? Of(ReadOnlySpan<byte> key)
    {
        Dictionary<byte[], Family?>.AlternateLookup<ReadOnlySpan<byte>> byKey = _families.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (byKey.TryGetValue(key, out Family? family))
            return family;
        family = make(Encoding.UTF8.GetString(key));
        if (_families.Count < Most)
            byKey[key] = family;
        return family;
    }
}
