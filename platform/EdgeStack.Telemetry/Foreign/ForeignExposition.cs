using System.Text;

namespace EdgeStack.Telemetry.Foreign;

/// <summary>
/// What another program exposes (Prometheus text format 0.0.4), checked line by line and ready to stand in an exposition of ours, in either format.
/// A line that is wrong is left out: one of them would cost the whole scrape.
/// </summary>
public sealed class ForeignExposition
{
    private const string Help = "# HELP ", Type = "# TYPE ";

    private readonly byte[] _plainText;
    private readonly byte[] _openMetrics;

    private ForeignExposition(IReadOnlyCollection<ForeignFamily> families)
    {
        HashSet<string> names = [.. families.Select(family => family.Name)];
        _plainText = Encoding.UTF8.GetBytes(string.Concat(families.Select(family => family.PlainText())));
        _openMetrics = Encoding.UTF8.GetBytes(string.Concat(families.Select(family => family.OpenMetrics(names))));
    }

    /// <summary>Nothing.</summary>
    public static ForeignExposition Empty { get; } = new([]);

    /// <summary>Reads an exposition.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="prefixes">Names of families that are taken begin with one of these: the others (of its runtime, of its process) would be taken for ours.</param>
    /// <param name="mostSeries">Samples above this number are left out.</param>
    public static ForeignExposition Read(string text, IReadOnlyCollection<string> prefixes, int mostSeries)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, ForeignFamily> families = new(StringComparer.Ordinal);
        List<ForeignFamily> inOrder = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        ForeignFamily? last = null;
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith(Help, StringComparison.Ordinal) || line.StartsWith(Type, StringComparison.Ordinal))
            {
                string[] words = line[Help.Length..].Split(' ', 2);
                if (FamilyOf(words[0]) is { } family)
                    (last = family).Describe(isType: line.StartsWith(Type, StringComparison.Ordinal), words.Length > 1 ? words[1] : "");
            }
            else if (ForeignSample.Read(line) is { } sample && seen.Count < mostSeries)
            {
                ForeignFamily? family = last is not null && last.Owns(sample.Name) ? last : FamilyOf(sample.Name);
                if (family is not null && seen.Add(sample.Series))
                    family.Add(sample);
            }
        }

        return new ForeignExposition([.. inOrder.Where(family => family.HasSamples)]);

        ForeignFamily? FamilyOf(string name)
        {
            if (!ForeignSample.IsName(name) || !prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                return null;
            if (!families.TryGetValue(name, out ForeignFamily? family))
                inOrder.Add(families[name] = family = new ForeignFamily(name));
            return family;
        }
    }

    /// <summary>The families as text of that format, without an end mark.</summary>
    public ReadOnlyMemory<byte> As(MetricsFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format == MetricsFormat.OpenMetrics ? _openMetrics : _plainText;
    }
}
