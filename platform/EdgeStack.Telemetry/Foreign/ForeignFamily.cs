using System.Text;

namespace EdgeStack.Telemetry.Foreign;

/// <summary>A family of another program.</summary>
/// <param name="name">As it writes it.</param>
internal sealed class ForeignFamily(string name)
{
    private const string Untyped = "untyped", Unknown = "unknown", Total = "_total";

    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", Untyped];
    private static readonly string[] Parts = ["_bucket", "_sum", "_count"];

    private readonly List<ForeignSample> _samples = [];
    private string? _help;
    private string _type = Untyped;

    public string Name => name;

    public bool HasSamples => _samples.Count > 0;

    private bool HasParts => _type is "histogram" or "summary";

    public void Describe(bool isType, string text)
    {
        if (!isType)
            _help ??= WellFormed(text);
        else if (Types.Contains(text.Trim()) && !HasSamples)
            _type = text.Trim();
    }

    /// <summary>Whether a sample of that name is one of this family.</summary>
    public bool Owns(string sample) => sample == name || (HasParts && Parts.Any(part => sample.Length == name.Length + part.Length && sample.StartsWith(name, StringComparison.Ordinal) && sample.EndsWith(part, StringComparison.Ordinal)));

    public void Add(ForeignSample sample) => _samples.Add(sample);

    public string PlainText() => Text(name, _type, _help);

    /// <summary>
    /// In OpenMetrics a counter's samples end with <c>_total</c>, and its family does not. Counters that were not named so are of no type that is known: their
    /// samples keep the names that dashboards ask for.
    /// </summary>
    public string OpenMetrics(IReadOnlySet<string> others)
    {
        string help = _help?.Replace("\"", "\\\"", StringComparison.Ordinal) ?? "";
        if (_type == "counter" && name.EndsWith(Total, StringComparison.Ordinal) && name[..^Total.Length] is { Length: > 0 } family && !others.Contains(family))
            return Text(family, _type, help);
        return Text(name, _type is "counter" or Untyped ? Unknown : _type, help);
    }

    private string Text(string family, string type, string? help)
    {
        StringBuilder text = new();
        if (!string.IsNullOrEmpty(help))
            text.Append($"# HELP {family} {help}\n");
        text.Append($"# TYPE {family} {type}\n");
        foreach (ForeignSample sample in _samples)
            text.Append($"{sample.Series} {sample.Value}\n");
        return text.ToString();
    }

    // Only the escapes of the format: another one would end a strict reader.
    private static string WellFormed(string help)
    {
        StringBuilder text = new(help.Length);
        for (int i = 0; i < help.Length; i++)
        {
            if (help[i] != '\\')
                text.Append(help[i]);
            else if (i + 1 < help.Length && help[i + 1] is '\\' or 'n')
                text.Append(help[i]).Append(help[++i]);
            else
                text.Append(@"\\");
        }

        return text.ToString();
    }
}
