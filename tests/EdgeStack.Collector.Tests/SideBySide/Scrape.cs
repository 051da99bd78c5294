using System.Globalization;
using System.Text;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>
/// A page of metrics, to be held against another one: labels in the order of their names, and none that is empty, which means the same as none.
/// </summary>
/// <param name="Kinds">What the page says about its families: <c>node_load1</c> is a <c>gauge</c>.</param>
/// <param name="Values">Its series.</param>
internal sealed record Scrape(IReadOnlyDictionary<string, string> Kinds, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Reads a page in the text format. A page that breaks it fails the test.</summary>
    public static Scrape Of(string text)
    {
        Dictionary<string, string> kinds = [];
        Dictionary<string, double> values = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                kinds.Add(words[2], words[3]);
            }
            else if (!line.StartsWith('#'))
            {
                int value = line.LastIndexOf(' ');
                values.Add(Ordered(line[..value]), Number(line[(value + 1)..]));
            }
        }

        return new Scrape(kinds, values);
    }

    public Scrape Without(params string[] beginnings) => new(
        Kinds.Where(kind => !beginnings.Any(kind.Key.StartsWith)).ToDictionary(),
        Values.Where(value => !beginnings.Any(value.Key.StartsWith)).ToDictionary());

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Ordered(string series)
    {
        int brace = series.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
            return series;
        IEnumerable<string> labels = Labels(series[(brace + 1)..^1]).Where(label => !label.EndsWith("=\"\"", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string joined = string.Join(',', labels);
        return joined.Length == 0 ? series[..brace] : $"{series[..brace]}{{{joined}}}";
    }

    /// <summary>Labels with their values as they are escaped; a comma and a brace may stand in a value.</summary>
    private static IEnumerable<string> Labels(string text)
    {
        StringBuilder label = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ',' && !quoted)
            {
                yield return label.ToString();
                label.Clear();
                continue;
            }

            quoted ^= text[i] == '"';
            label.Append(text[i]);
            if (text[i] == '\\')
                label.Append(text[++i]);
        }

        if (label.Length > 0)
            yield return label.ToString();
    }
}
