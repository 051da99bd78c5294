using System.Globalization;
using System.Text;
using EdgeStack.Collector.Publishing.Instruments;
using EdgeStack.Collector.Publishing.Points;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/otlp-metrics.md, made from the catalogue.</summary>
public sealed class InstrumentsPageTests
{
    [Fact]
    public void The_page_of_exported_metrics_names_every_instrument_and_what_it_is_made_of() =>
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "otlp-metrics.md"), Text());

    private static string Text()
    {
        StringBuilder page = new();
        page.AppendLine("# Metrics of the collector over OpenTelemetry");
        page.AppendLine();
        page.AppendLine("With `otlp.endpoint` the collector sends these once a minute, beside its own metrics and its log ([otlp.md](otlp.md)). A curated list: the pages of `/metrics/*` have everything. Made by a test");
        page.AppendLine("from `InstrumentCatalogue` (`UPDATE_GOLDENS=1` renews it). Names, units and attributes are OpenTelemetry's conventions where there are any; what begins with `edgestack.` is ours.");
        page.AppendLine();
        page.AppendLine("A point's time is that of the reading behind it, and a point that was sent is not sent again. Whom a point is about (node, pod, server) stands in its attributes, since Prometheus makes no labels of");
        page.AppendLine("resources; the resource is who measured: `service.name`, `service.instance.id` and `host.name`, `k8s.cluster.name`. Replicas that show nothing but a cluster with a name take turns, and have its name as their instance and no host.");
        page.AppendLine();
        page.AppendLine("| metric | kind | unit | attributes | made of | what |");
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (Instrument instrument in InstrumentCatalogue.All)
        {
            PointRule.SampleRule[] rules = [.. instrument.Rules.OfType<PointRule.SampleRule>()];
            string attributes = string.Join(", ", rules.SelectMany(rule => rule.Attributes).Select(attribute => $"`{attribute.Name}`").Distinct());
            string families = string.Join(", ", rules.Select(rule => $"`{rule.Family}`").Concat(rules.Length < instrument.Rules.Length ? ["worked out"] : []));
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{instrument.Name}` | {instrument.Kind.ToString().ToLowerInvariant()} | {instrument.Unit} | {attributes} | {families} | {instrument.Description} |");
        }

        return page.ToString();
    }
}
