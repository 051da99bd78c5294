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
    private readonly Results _results = new();

    /// <summary>Returns the page.</summary>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> chosen = settings.Chosen([.. AllScenarios.List.Select(scenario => scenario.Name), ReloadTrial.Name], name => name);
        Scenario[] scenarios = [.. AllScenarios.List.Where(scenario => chosen.Contains(scenario.Name, StringComparer.Ordinal))];
        Contestant[] contestants = [.. settings.Chosen(AllContestants.List, contestant => contestant.Name).Where(IsPresent)];
        await using Backends backends = await Backends.StartAsync(cancellation);
        Trial trial = new(backends, settings.WarmUp, settings.Duration);
        foreach (Scenario scenario in scenarios)
            await MeasureAsync(trial, scenario, [.. contestants], cancellation);
        if (chosen.Contains(ReloadTrial.Name, StringComparer.Ordinal) && contestants.FirstOrDefault(contestant => contestant.Name == AllContestants.Gateway) is { } gateway)
            await ReloadAsync(new ReloadTrial(backends, settings.Edits), gateway, cancellation);
        return new Report(_results, scenarios, contestants).Page(await PageHead.WriteAsync(settings.Arguments, settings.Measured));
    }

    private bool IsPresent(Contestant contestant)
    {
        if (!contestant.IsPresent)
            say($"skipped: {contestant.Name}, because {contestant.Program} is not there");
        return contestant.IsPresent;
    }

    private async Task MeasureAsync(Trial trial, Scenario scenario, List<Contestant> contestants, CancellationToken cancellation)
    {
        for (int round = 1; round <= settings.Rounds; round++)
        {
            foreach (Contestant contestant in contestants.ToArray())
            {
                string turn = $"{scenario.Name} {round}/{settings.Rounds} {contestant.Name}";
                try
                {
                    Figures figures = await trial.RunAsync(contestant, scenario, cancellation);
                    _results.Add(scenario, contestant, figures);
                    say($"{turn}: {figures.CpuMicroseconds:0.0} µs, {figures.PerSecond:#,0}/s, p99 {Cell.Milliseconds(figures.P99)}, {figures.Errors} errors");
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // What the others do is still worth an hour. Ratios go round by round, so this one is out of the scenario's further rounds.
                    contestants.Remove(contestant);
                    say($"{turn}: FAILED: {error.Message}");
                }
            }
        }
    }

    private async Task ReloadAsync(ReloadTrial trial, Contestant gateway, CancellationToken cancellation)
    {
        foreach (ReloadLoad load in Enum.GetValues<ReloadLoad>())
        {
            ReloadFigures figures = await trial.RunAsync(gateway, load, cancellation);
            _results.Reloads.Add(figures);
            say($"{ReloadTrial.Name}, load {figures.Load}: p99 {Cell.Milliseconds(figures.EffectP99)}, {figures.FailedRequests} failed, {figures.DroppedWebSockets} dropped");
        }
    }
}
