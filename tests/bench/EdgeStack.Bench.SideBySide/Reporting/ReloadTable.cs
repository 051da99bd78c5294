using EdgeStack.Bench.SideBySide.Measuring;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>Edits under load as a table.</summary>
internal static class ReloadTable
{
    public static MarkdownTable Of(ReloadFigures figures)
    {
        MarkdownTable table = new("reloads", "gateway");
        table.Add("routes", $"{figures.Routes:#,0}");
        table.Add("edits", $"{figures.Edits:#,0} in {figures.Elapsed.TotalSeconds:0} s");
        table.Add("change to effect, p50", Cell.Milliseconds(figures.EffectP50));
        table.Add("change to effect, p99", Cell.Milliseconds(figures.EffectP99));
        table.Add("change to effect, slowest", Cell.Milliseconds(figures.EffectMost));
        table.Add("edits without effect in 10 s", $"{figures.WithoutEffect:#,0}");
        table.Add("requests meanwhile", $"{figures.Requests:#,0}");
        table.Add("failed requests", $"{figures.FailedRequests:#,0}");
        table.Add($"of {figures.WebSockets} WebSockets, dropped", $"{figures.DroppedWebSockets}");
        table.Add("RSS MiB", Cell.Mebibytes(figures.PeakBytes));
        return table;
    }
}
