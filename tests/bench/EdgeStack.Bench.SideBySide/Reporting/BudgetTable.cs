using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>What the gateway is to keep to, and what it does; only what was asked for.</summary>
internal sealed class BudgetTable
{
    private const double Mebibyte = 1024 * 1024;

    private readonly Results _results;
    private readonly Plan _plan;
    private readonly MarkdownTable _table = new("small body unless said", "at most", "measured", "kept");

    /// <param name="results">What was measured.</param>
    /// <param name="plan">What was asked for.</param>
    public BudgetTable(Results results, Plan plan)
    {
        (_results, _plan) = (results, plan);
        AddRatio("CPU, x yarp-native", 1.15, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.YarpNative), figures => figures.CpuMicroseconds);
        AddRatio("CPU with ten hosts in turn, x yarp-native", 1.15, AllScenarios.FewHosts, (AllScenarios.FewHosts, AllContestants.YarpNative), figures => figures.CpuMicroseconds);
        AddRatio("CPU, x caddy", 0.50, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.Caddy), figures => figures.CpuMicroseconds);
        AddRatio("CPU, x nginx (research goal)", 1.2, AllScenarios.Small64, (AllScenarios.Small64, AllContestants.Nginx), figures => figures.CpuMicroseconds);
        AddRatio("CPU with 10,000 hosts, x 10 hosts", 1.03, AllScenarios.ManyHosts, (AllScenarios.FewHosts, AllContestants.Gateway), figures => figures.CpuMicroseconds);
        AddRatio("p99 at half of peak, x nginx", 1.5, AllScenarios.HalfPeak, (AllScenarios.HalfPeak, AllContestants.Nginx), figures => figures.P99.Ticks);
        AddStarts("start to first answer, ms", 120, figures => figures.Start.TotalMilliseconds);
        AddStarts("idle RSS, MiB", 45, figures => figures.IdleBytes / Mebibyte);
        Add("RSS at 64 connections, MiB", 70, AllScenarios.Small64, figures => figures.PeakBytes / Mebibyte);
        Add("RSS at 1,024 connections, MiB", 160, AllScenarios.Small1024, figures => figures.PeakBytes / Mebibyte);
        AddReloads(ReloadLoad.Half);
        AddReloads(ReloadLoad.Full);
    }

    public bool HasRows { get; private set; }

    public override string ToString() => _table.ToString();

    private void AddRatio(string what, double atMost, string scenario, (string Scenario, string Contestant) to, Func<Figures, double> figure)
    {
        if (!_plan.Has(scenario, AllContestants.Gateway) || !_plan.Has(to.Scenario, to.Contestant))
            return;
        int rounds = Math.Min(_results.Rounds(scenario, AllContestants.Gateway).Count, _results.Rounds(to.Scenario, to.Contestant).Count);
        Add(what, atMost, _results.Ratio((scenario, AllContestants.Gateway), to, figure)?.Median, "0.00", Cell.Missing(rounds, _plan.Rounds));
    }

    private void Add(string what, double atMost, string scenario, Func<Figures, double> figure)
    {
        if (!_plan.Has(scenario, AllContestants.Gateway))
            return;
        IReadOnlyList<Figures> rounds = _results.Rounds(scenario, AllContestants.Gateway);
        Add(what, atMost, rounds.Count > 0 ? rounds.Median(figure) : null, "0", Cell.Missing(rounds.Count, _plan.Rounds));
    }

    // Of scenarios with the same number of hosts.
    private void AddStarts(string what, double atMost, Func<Figures, double> figure)
    {
        if (!_plan.Has(AllContestants.Gateway) || !_plan.WithTenHosts.Any())
            return;
        IReadOnlyList<Figures> starts = _results.Starts(_plan.WithTenHosts, AllContestants.Gateway);
        Add(what, atMost, starts.Count > 0 ? starts.Median(figure) : null, "0", Cell.Missing(starts.Count, _plan.Rounds * _plan.WithTenHosts.Count()));
    }

    private void AddReloads(ReloadLoad load)
    {
        if (!_plan.Reloads || !_plan.Has(AllContestants.Gateway))
            return;
        ReloadFigures? reloads = _results.Reloads.FirstOrDefault(reloads => reloads.Load == load);
        Add($"reloads, load {load}: p99 to effect, ms", 250, reloads?.EffectP99.TotalMilliseconds, "0");
        Add($"reloads, load {load}: failed requests and dropped WebSockets", 0, reloads is null ? null : reloads.FailedRequests + reloads.DroppedWebSockets, "0");
    }

    private void Add(string what, double atMost, double? measured, string format, string missing = "")
    {
        HasRows = true;
        if (measured is { } figure)
            _table.Add(what, atMost.ToString(format), figure.ToString(format) + missing, figure <= atMost ? "yes" : "no");
        else
            _table.Add(what, atMost.ToString(format), Cell.NotMeasured, "–");
    }
}
