using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/cluster-families.md, made from the golden files: every family of a cluster's objects that one of them shows.</summary>
public sealed partial class ClusterPageTests
{
    [Fact]
    public void The_page_of_a_cluster_s_families_names_what_the_golden_files_show() =>
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "cluster-families.md"), Text());

    private static string Text()
    {
        StringBuilder page = new();
        page.AppendLine("# Families of a cluster's objects");
        page.AppendLine();
        page.AppendLine("On `/metrics/k8s`, under the names of kube-state-metrics; what is otherwise than there: [kubernetes-metrics.md](kubernetes-metrics.md). Made by a test from");
        page.AppendLine("`tests/EdgeStack.Collector.Tests/Sources/Kubernetes/State/Goldens` (`UPDATE_GOLDENS=1` renews it). Names that end in `_total` are counters, all others gauges. Labels that people");
        page.AppendLine("give their objects (`label_…`) are left out here.");
        page.AppendLine();
        page.AppendLine("| family | type | labels |");
        page.AppendLine("|---|---|---|");
        foreach ((string family, SortedSet<string> labels) in Families())
        {
            string type = family.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge";
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{family}` | {type} | {string.Join(", ", labels.Select(label => $"`{label}`"))} |");
        }

        return page.ToString();
    }

    private static SortedDictionary<string, SortedSet<string>> Families()
    {
        SortedDictionary<string, SortedSet<string>> families = new(StringComparer.Ordinal);
        string folder = GoldenCase.Beside("../Sources/Kubernetes/State/Goldens");
        foreach (Match series in Directory.EnumerateFiles(folder).SelectMany(file => Series().Matches(File.ReadAllText(file).Split("\n=====\n")[1])))
        {
            if (!families.TryGetValue(series.Groups["family"].Value, out SortedSet<string>? labels))
                families[series.Groups["family"].Value] = labels = new SortedSet<string>(StringComparer.Ordinal) { "cluster" };
            labels.UnionWith(Label().Matches(series.Groups["labels"].Value).Select(label => label.Groups["name"].Value).Where(name => !name.StartsWith("label_", StringComparison.Ordinal)));
        }

        return families;
    }

    [GeneratedRegex(@"^(?<family>kube_\w+)\{(?<labels>.*)\} ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Series();

    [GeneratedRegex("(^|\",)(?<name>\\w+)=\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
