using EdgeStack.Bench.SideBySide.Contestants;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>What was asked for, whether it can be measured or not.</summary>
/// <param name="Scenarios">In the order of the tables.</param>
/// <param name="Contestants">In the order of the tables.</param>
/// <param name="Reloads">Whether routes are to be edited under load.</param>
/// <param name="Rounds">Of each scenario.</param>
internal sealed record Plan(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<Contestant> Contestants, bool Reloads, int Rounds)
{
    public IEnumerable<Scenario> WithTenHosts => Scenarios.Where(scenario => scenario.Hosts == 10);

    public static Plan Of(Settings settings)
    {
        IReadOnlyList<string> chosen = settings.Chosen([.. AllScenarios.List.Select(scenario => scenario.Name), ReloadTrial.Name], name => name);
        return new Plan(
            [.. AllScenarios.List.Where(scenario => chosen.Contains(scenario.Name, StringComparer.Ordinal))],
            settings.Chosen(AllContestants.List, contestant => contestant.Name), chosen.Contains(ReloadTrial.Name, StringComparer.Ordinal), settings.Rounds);
    }

    public bool Has(string contestant) => Contestants.Any(one => one.Name == contestant);

    public bool Has(string scenario, string contestant) => Has(contestant) && Scenarios.Any(one => one.Name == scenario);
}
