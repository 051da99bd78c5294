using EdgeStack.Bench.SideBySide.Measuring;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>Edits under load as a table.</summary>
internal static class ReloadTable
{
    /// <param name="runs">A column for each.</param>
    public static MarkdownTable Of(IEnumerable<ReloadFigures> runs)
    {
        MarkdownTable table = new(["reloads of the gateway", .. runs.Select(figures => $"load {figures.Load}")]);
        Add("routes", figures => $"{figures.Routes:#,0}");
        Add("edits", figures => $"{figures.Edits:#,0} in {figures.Elapsed.TotalSeconds:0} s");
        Add("change to effect, p50", figures => Cell.Milliseconds(figures.EffectP50));
        Add("change to effect, p99", figures => Cell.Milliseconds(figures.EffectP99));
        Add("change to effect, slowest", figures => Cell.Milliseconds(figures.EffectMost));
        Add("CPU an edit, requests included", figures => Cell.Milliseconds(figures.CpuPerEdit));
        Add("edits without effect in 10 s", figures => $"{figures.WithoutEffect:#,0}");
        Add("requests meanwhile", figures => $"{figures.Requests:#,0}");
        Add("failed requests", figures => $"{figures.FailedRequests:#,0}");
        Add("WebSockets, dropped", figures => $"{figures.WebSockets}, {figures.DroppedWebSockets}");
        Add("RSS MiB", figures => Cell.Mebibytes(figures.PeakBytes));
        return table;

        void Add(string what, Func<ReloadFigures, string> cell) => table.Add([what, .. runs.Select(cell)]);
    }
}
