using System.Globalization;
using System.Reflection;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Probes;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/probe-metrics.md, made from the families that there are.</summary>
public sealed class ProbePageTests
{
    [Fact]
    public void The_page_of_probes_names_every_family_of_them() => GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "probe-metrics.md"), Text());

    private static string Text()
    {
        StringBuilder page = new();
        page.AppendLine("# Metrics of probes");
        page.AppendLine();
        page.AppendLine("What the collector tries from outside, on `/metrics/node`, under blackbox_exporter's names; and of each public host of a gateway, by `host`, which rules and dashboards ask for.");
        page.AppendLine("Made from `collector/EdgeStack.Collector/Sources/Probes/ProbeFamilies.cs` by `tests/EdgeStack.Collector.Tests/Contracts/ProbePageTests.cs` (`UPDATE_GOLDENS=1` renews it).");
        page.AppendLine();
        page.AppendLine("| family | type | labels | what |");
        page.AppendLine("|---|---|---|---|");
        foreach (Family family in typeof(ProbeFamilies).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Family>().OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            string labels = string.Join(", ", family.Value.Labels.Select(label => $"`{label}`"));
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{family.Name}` | {family.Kind.ToString().ToLowerInvariant()} | {labels} | {family.Help} |");
        }

        return page.ToString();
    }
}
