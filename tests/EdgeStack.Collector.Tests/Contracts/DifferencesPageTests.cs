using System.Globalization;
using System.Text;
using EdgeStack.Collector.Tests.SideBySide;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/exporter-differences.md, made from what the comparisons with other exporters let pass.</summary>
public sealed class DifferencesPageTests
{
    [Fact]
    public void The_page_of_differences_says_what_the_comparisons_let_pass() =>
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "exporter-differences.md"), Text());

    private static string Text()
    {
        StringBuilder page = new();
        page.AppendLine("# Differences from other exporters");
        page.AppendLine();
        page.AppendLine("Made from the source by a test (`UPDATE_GOLDENS=1` renews it). `NodeExporterTests` and `MysqldExporterTests` in `tests/EdgeStack.Collector.Tests/SideBySide` read this machine and a");
        page.AppendLine("MariaDB under load between two scrapes of Debian's prometheus-node-exporter 1.5 and prometheus-mysqld-exporter 0.14: families, types, labels and values are the same");
        page.AppendLine("but for what stands here. `*` is anything. What differs from kube-state-metrics stands in [kubernetes-metrics.md](kubernetes-metrics.md).");
        Append(page, "node_exporter", NodeExporter.KnownDifferences, NodeExporter.Tolerances);
        Append(page, "mysqld_exporter", MysqldExporter.KnownDifferences, MysqldExporter.Tolerances);
        return page.ToString();
    }

    private static void Append(StringBuilder page, string exporter, IReadOnlyList<KnownDifference> differences, IReadOnlyList<Tolerance> tolerances)
    {
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"## {exporter}");
        page.AppendLine();
        page.AppendLine("| series | how | why |");
        page.AppendLine("|---|---|---|");
        foreach (KnownDifference difference in differences)
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{difference.Series}` | {(difference.What == "*" ? "in any way" : difference.What.Replace("*", "…", StringComparison.Ordinal))} | {difference.Why} |");
        foreach (Tolerance tolerance in tolerances)
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{tolerance.Series}` | by up to {tolerance.By:0.###} | {tolerance.Why} |");
    }
}
