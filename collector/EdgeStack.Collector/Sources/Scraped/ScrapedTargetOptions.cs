using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>An endpoint that is scraped.</summary>
internal sealed class ScrapedTargetOptions
{
    /// <summary>As it stands in the label <c>target</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The whole address, with <c>/metrics</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>A file with a bearer token, read at every scrape.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A file with certificates (PEM) that an https target's certificate is signed with; the machine's own when null.</summary>
    public string? CaFile { get; set; }

    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most that a scrape may take, from the first to the last byte.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Labels that all series of the target get. <c>instance</c> is host and port unless it is among them; an empty value takes it away. Other machines' targets need <c>node</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether labels of the target win over ours. If not, they are kept with <c>exported_</c> before their names, as Prometheus does it, so that a target cannot speak for another.
    /// </summary>
    public bool HonorLabels { get; set; }

    /// <summary>Families that are taken: whole names, and beginnings with <c>*</c> behind them.</summary>
    public IReadOnlyList<string> Families { get; set; } = ["*"];

    public ScrapePage Page { get; set; } = ScrapePage.Node;

    /// <summary>Whether it may be at a link-local address: there clouds hand out credentials, and an address there is hardly ever meant.</summary>
    public bool AllowLinkLocal { get; set; }

    /// <summary>The labels, with <c>instance</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> AllLabels => (Labels.ContainsKey("instance") || Url is null ? Labels : Labels.Append(new("instance", Url.Authority)))
        .Where(label => label.Value.Length > 0).OrderBy(label => label.Key, StringComparer.Ordinal);

    /// <summary>What is wrong with it, in sentences.</summary>
    public IEnumerable<string> Problems()
    {
        if (Name.Length == 0)
            yield return "a scraped target has no name";
        if (Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"the scraped target '{Name}' has no address that begins with http:// or https://";
        else if (Url.UserInfo.Length > 0)
            yield return $"the address of the scraped target '{Name}' holds a password; name a file with a token instead";
        if (Every <= TimeSpan.Zero || Timeout <= TimeSpan.Zero || Timeout > Every)
            yield return $"the scraped target '{Name}' must have a time limit of more than 0 that is not longer than the time between two scrapes";
        foreach (string label in Labels.Keys.Where(label => !MetricName.IsLabel(label) || label.StartsWith("__", StringComparison.Ordinal)))
            yield return $"the scraped target '{Name}' cannot have a label '{label}'";
    }
}
