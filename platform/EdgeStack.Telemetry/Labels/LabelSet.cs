// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Collections.Immutable;

namespace EdgeStack.Telemetry.Labels;

/// <summary>The labels of a family: which tag goes to which label, whatever order the tags come in.</summary>
internal sealed class LabelSet
{
    private readonly ImmutableArray<string> _keys;

    private LabelSet(ImmutableArray<string> keys, ImmutableArray<string> names)
    {
        _keys = keys;
        Names = names;
    }

    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// The keys of an instrument's own tags and of its first measurement. Keys beyond <see cref="LabelValues.Capacity"/>, and a key that
    /// differs from an earlier one only in signs a label cannot have, are left out and count as unknown.
    /// </summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, object?>>? own, ReadOnlySpan<KeyValuePair<string, object?>> first)
    {
        ImmutableArray<string>.Builder keys = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        foreach (KeyValuePair<string, object?> tag in own ?? [])
            Add(tag.Key);
        foreach (KeyValuePair<string, object?> tag in first)
            Add(tag.Key);
        return new LabelSet(keys.ToImmutable(), names.ToImmutable());

        void Add(string key)
        {
            string name = NameOf(key);
            if (names.Count == LabelValues.Capacity || names.Contains(name))
                return;
            keys.Add(key);
            names.Add(name);
        }
    }

    /// <summary>What each label is when a measurement does not say: the value of the instrument's own tag, or empty.</summary>
    public string[] Defaults(IEnumerable<KeyValuePair<string, object?>>? own)
    {
        KeyValuePair<string, object?>[] tags = own?.ToArray() ?? [];
        string[] defaults = [.. Names.Select(_ => "")];
        Gather(tags, defaults, defaults);
        return defaults;
    }

    /// <summary>Fills <paramref name="values"/>, one for each label. False: there were tags that no label is for.</summary>
    public bool Gather(ReadOnlySpan<KeyValuePair<string, object?>> tags, ReadOnlySpan<string> defaults, Span<string> values)
    {
        int used = 0;
        for (int label = 0; label < _keys.Length; label++)
        {
            int tag = IndexOf(tags, _keys[label], likely: label);
            values[label] = tag < 0 ? defaults[label] : LabelText.Of(tags[tag].Value);
            used += tag < 0 ? 0 : 1;
        }

        return used == tags.Length;
    }

    private static int IndexOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key, int likely)
    {
        if (likely < tags.Length && tags[likely].Key == key)
            return likely;
        for (int tag = 0; tag < tags.Length; tag++)
        {
            if (tags[tag].Key == key)
                return tag;
        }

        return -1;
    }

    // Two leading underscores are Prometheus's own, and `le` is the histogram's.
    private static string NameOf(string key)
    {
        string name = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        if (name.Length == 0 || name.StartsWith("__", StringComparison.Ordinal))
            name = "_" + name.TrimStart('_');
        if (char.IsAsciiDigit(name[0]))
            name = "_" + name;
        return name == "le" ? "le_" : name;
    }
}
