using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>Everything that was measured: for each scenario and contestant the rounds in their order.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Scenario, string Contestant), List<Figures>> _rounds = [];

    /// <summary>Empty when edits were not measured.</summary>
    public IList<ReloadFigures> Reloads { get; } = [];

    /// <summary>What was asked for and has no figures here.</summary>
    public IList<NotMeasured> NotMeasured { get; } = [];

    public void Add(Scenario scenario, Contestant contestant, Figures figures)
    {
        if (!_rounds.TryGetValue((scenario.Name, contestant.Name), out List<Figures>? rounds))
            _rounds[(scenario.Name, contestant.Name)] = rounds = [];
        rounds.Add(figures);
    }

    /// <summary>Empty when it was not measured.</summary>
    public IReadOnlyList<Figures> Rounds(string scenario, string contestant) => _rounds.TryGetValue((scenario, contestant), out List<Figures>? rounds) ? rounds : [];

    /// <summary>Every start of a contestant in front of that many hosts.</summary>
    public IReadOnlyList<Figures> Starts(IEnumerable<Scenario> scenarios, string contestant) => [.. scenarios.SelectMany(scenario => Rounds(scenario.Name, contestant))];

    /// <summary>
    /// A figure as a multiple of another's, round by round: what disturbs the machine for a while disturbs both. Null when one of them was
    /// not measured.
    /// </summary>
    public Spread? Ratio((string Scenario, string Contestant) of, (string Scenario, string Contestant) to, Func<Figures, double> figure)
    {
        double[] ratios = [.. Rounds(of.Scenario, of.Contestant).Zip(Rounds(to.Scenario, to.Contestant), (one, other) => figure(one) / figure(other))];
        return ratios.Length == 0 ? null : Spread.Of(ratios);
    }
}
