using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>What the gateway is to keep to, and what it does; only what was measured.</summary>
internal sealed class BudgetTable
{
    private const double Mebibyte = 1024 * 1024;

    private readonly Results _results;
    private readonly MarkdownTable _table = new("small body unless said", "at most", "measured", "kept");

    /// <param name="results">What was measured.</param>
    /// <param name="startsOf">The scenarios whose starts count: those with the same number of hosts.</param>
    public BudgetTable(Results results, IEnumerable<Scenario> startsOf)
    {
        _results = results;
        AddRatio("CPU, x yarp-native", 1.15, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.YarpNative), figures => figures.CpuMicroseconds);
        AddRatio("CPU with ten hosts in turn, x yarp-native", 1.15, AllScenarios.FewHosts, (AllScenarios.FewHosts, AllContestants.YarpNative), figures => figures.CpuMicroseconds);
        AddRatio("CPU, x caddy", 0.50, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.Caddy), figures => figures.CpuMicroseconds);
        AddRatio("CPU, x nginx (research goal)", 1.2, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.Nginx), figures => figures.CpuMicroseconds);
        AddRatio("CPU with 10,000 hosts, x 10 hosts", 1.03, AllScenarios.ManyHosts, (AllScenarios.FewHosts, AllContestants.Gateway), figures => figures.CpuMicroseconds);
        AddRatio("p99 at half of peak, x nginx", 1.5, AllScenarios.HalfPeak, (AllScenarios.HalfPeak, AllContestants.Nginx), figures => figures.P99.Ticks);
        if (results.Starts(startsOf, AllContestants.Gateway) is { Count: > 0 } starts)
        {
            Add("start to first answer, ms", 120, starts.Median(figures => figures.Start.TotalMilliseconds), "0");
            Add("idle RSS, MiB", 45, starts.Median(figures => figures.IdleBytes / Mebibyte), "0");
        }

        Add("RSS at 64 connections, MiB", 70, AllScenarios.Small64, figures => figures.PeakBytes / Mebibyte);
        Add("RSS at 1,024 connections, MiB", 160, AllScenarios.Small1024, figures => figures.PeakBytes / Mebibyte);
        foreach (ReloadFigures reloads in results.Reloads.Where(reloads => reloads.Load != ReloadLoad.None))
        {
            Add($"reloads, load {reloads.Load}: p99 to effect, ms", 250, reloads.EffectP99.TotalMilliseconds, "0");
            Add($"reloads, load {reloads.Load}: failed requests and dropped WebSockets", 0, reloads.FailedRequests + reloads.DroppedWebSockets, "0");
        }
    }

    public bool HasRows { get; private set; }

    public override string ToString() => _table.ToString();

    private void AddRatio(string what, double atMost, string scenario, (string Scenario, string Contestant) to, Func<Figures, double> figure)
    {
        if (_results.Ratio((scenario, AllContestants.Gateway), to, figure) is { } ratio)
            Add(what, atMost, ratio.Median, "0.00");
    }

    private void Add(string what, double atMost, string scenario, Func<Figures, double> figure)
    {
        if (_results.Rounds(scenario, AllContestants.Gateway) is { Count: > 0 } rounds)
            Add(what, atMost, rounds.Median(figure), "0");
    }

    private void Add(string what, double atMost, double measured, string format)
    {
        HasRows = true;
        _table.Add(what, atMost.ToString(format), measured.ToString(format), measured <= atMost ? "yes" : "no");
    }
}
