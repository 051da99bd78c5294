using EdgeStack.Repository.Tests.Pages;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>The families that the pages of docs/contracts promise: rows with a name in back-ticks, a type, and labels in back-ticks.</summary>
internal static class ContractFamilies
{
    private const string Contracts = "docs/contracts/", Inherited = "the same";

    private static readonly string[] Types = ["counter", "gauge", "histogram", "untyped", "unknown"];

    /// <summary>Names of series, a histogram's parts included, with the labels that they have.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> All { get; } = RepositoryTree.Files.Where(file => file.StartsWith(Contracts, StringComparison.Ordinal))
        .SelectMany(file => Read(RepositoryTree.Text(file))).GroupBy(series => series.Name, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => (IReadOnlySet<string>)same.SelectMany(series => series.Labels).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static IEnumerable<(string Name, string[] Labels)> Read(string page)
    {
        string[] before = [];
        foreach (string[] cells in page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            int type = Array.FindIndex(cells, cell => Types.Contains(cell, StringComparer.Ordinal));
            if (type < 1 || type + 1 >= cells.Length || CodeSpan.On(cells[type - 1]).ToArray() is not [{ Text: var name }])
                continue;
            before = cells[type + 1] == Inherited ? before : [.. CodeSpan.On(cells[type + 1]).Select(span => span.Text)];
            string[] labels = before;
            IEnumerable<(string, string[])> series = cells[type] == "histogram" ? [(name + "_bucket", [.. labels, "le"]), (name + "_sum", labels), (name + "_count", labels)] : [(name, labels)];
            foreach ((string, string[]) each in series)
                yield return each;
        }
    }
}
