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
    private readonly Plan _plan = Plan.Of(settings);

    /// <summary>True when a turn failed, or a contestant that was named is not there.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Returns the page.</summary>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        Contestant[] contestants = [.. _plan.Contestants.Where(IsPresent)];
        await using Backends backends = await Backends.StartAsync(cancellation);
        Trial trial = new(backends, settings.WarmUp, settings.Duration);
        foreach (Scenario scenario in _plan.Scenarios)
            await MeasureAsync(trial, scenario, [.. contestants], cancellation);
        if (_plan.Reloads && contestants.FirstOrDefault(contestant => contestant.Name == AllContestants.Gateway) is { } gateway)
            await ReloadAsync(new ReloadTrial(backends, settings.Edits), gateway, cancellation);
        return new Report(_results, _plan, contestants).Page(await PageHead.WriteAsync(settings.Arguments, settings.Measured));
    }

    private bool IsPresent(Contestant contestant)
    {
        if (contestant.IsPresent)
            return true;
        HasFailed |= settings.Only.Contains(contestant.Name, StringComparer.Ordinal);
        _results.NotMeasured.Add(new NotMeasured(contestant.Name, $"{Path.GetFileName(contestant.Program)} is not there"));
        say($"skipped: {contestant.Name}, because {contestant.Program} is not there");
        return false;
    }

    private async Task MeasureAsync(Trial trial, Scenario scenario, List<Contestant> contestants, CancellationToken cancellation)
    {
        for (int round = 1; round <= _plan.Rounds; round++)
        {
            foreach (Contestant contestant in contestants.ToArray())
            {
                string turn = $"{scenario.Name} {round}/{_plan.Rounds} {contestant.Name}";
                bool measured = await TakeTurnAsync(turn, async () =>
                {
                    Figures figures = await trial.RunAsync(contestant, scenario, cancellation);
                    _results.Add(scenario, contestant, figures);
                    say($"{turn}: {figures.CpuMicroseconds:0.0} µs, {figures.PerSecond:#,0}/s, p99 {Cell.Milliseconds(figures.P99)}, {figures.Errors} errors");
                }, cancellation);
                // Ratios go round by round, so it is out of the scenario's further rounds.
                if (!measured)
                    contestants.Remove(contestant);
            }
        }
    }

    private async Task ReloadAsync(ReloadTrial trial, Contestant gateway, CancellationToken cancellation)
    {
        foreach (ReloadLoad load in Enum.GetValues<ReloadLoad>())
        {
            string turn = $"{ReloadTrial.Name}, load {load}";
            await TakeTurnAsync(turn, async () =>
            {
                ReloadFigures figures = await trial.RunAsync(gateway, load, cancellation);
                _results.Reloads.Add(figures);
                say($"{turn}: p99 {Cell.Milliseconds(figures.EffectP99)}, {figures.FailedRequests} failed, {figures.DroppedWebSockets} dropped");
            }, cancellation);
        }
    }

    // A turn that fails is told and missed: what the others do is still worth an hour.
    private async Task<bool> TakeTurnAsync(string turn, Func<Task> measure, CancellationToken cancellation)
    {
        try
        {
            await measure();
            // An interrupt reaches what is measured as well, and its load ends early as if nothing were.
            cancellation.ThrowIfCancellationRequested();
            return true;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            HasFailed = true;
            _results.NotMeasured.Add(new NotMeasured(turn, error.Message));
            say($"{turn}: FAILED: {error.Message}");
            return false;
        }
    }
}
