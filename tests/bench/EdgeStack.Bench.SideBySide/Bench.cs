using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Reporting;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide;

/// <summary>Measures each scenario in rounds, in which the contestants take turns.</summary>
/// <param name="settings">What and how long.</param>
/// <param name="say">Takes a line about what is being done.</param>
internal sealed class Bench(Settings settings, Action<string> say)
{
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> names = settings.Chosen([.. AllScenarios.List.Select(scenario => scenario.Name), ReloadTrial.Name], name => name);
        Scenario[] scenarios = [.. AllScenarios.List.Where(scenario => names.Contains(scenario.Name, StringComparer.Ordinal))];
        IReadOnlyList<Contestant> contestants = settings.Chosen(AllContestants.List, contestant => contestant.Name);
        foreach (Contestant absent in contestants.Where(contestant => !contestant.IsPresent))
            say($"skipped: {absent.Name}, because {absent.Program} is not there");
        contestants = [.. contestants.Where(contestant => contestant.IsPresent)];

        Results results = new();
        await using Backends backends = await Backends.StartAsync(cancellation);
        Trial trial = new(backends, settings.WarmUp, settings.Duration);
        foreach (Scenario scenario in scenarios)
            await MeasureAsync(scenario);
        if (names.Contains(ReloadTrial.Name, StringComparer.Ordinal) && contestants.FirstOrDefault(contestant => contestant.Name == AllContestants.Gateway) is { } gateway)
            results.Reloads = await new ReloadTrial(backends, settings.Edits).RunAsync(gateway, cancellation);
        return new Report(results, scenarios, contestants).Page(await PageHead.WriteAsync(settings.Arguments, settings.Measured));

        async Task MeasureAsync(Scenario scenario)
        {
            for (int round = 1; round <= settings.Rounds; round++)
            {
                foreach (Contestant contestant in contestants)
                {
                    Figures figures = await trial.RunAsync(contestant, scenario, cancellation);
                    results.Add(scenario, contestant, figures);
                    say($"{scenario.Name} {round}/{settings.Rounds} {contestant.Name}: {figures.CpuMicroseconds:0.0} µs, {figures.PerSecond:#,0}/s, p99 {Cell.Milliseconds(figures.P99)}, {figures.Errors} errors");
                }
            }
        }
    }
}
