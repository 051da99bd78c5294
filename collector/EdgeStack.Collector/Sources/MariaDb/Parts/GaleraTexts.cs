namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Texts among a server's status values and variables that say something about its Galera cluster.</summary>
internal sealed class GaleraTexts
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public void Keep(string name, string? text)
    {
        if (name.StartsWith("wsrep_", StringComparison.Ordinal) && !string.IsNullOrEmpty(text))
            _texts[name] = text;
    }

    /// <summary>The text; empty when there is none.</summary>
    public string this[string name] => _texts.GetValueOrDefault(name, "");
}
