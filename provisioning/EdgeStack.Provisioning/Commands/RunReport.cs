using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What is done, as it is done, and what came of it: on standard error for people, in the run's log, and on standard output for programs that asked for it.</summary>
internal sealed class RunReport(Screen screen, RunFolder folder, TimeProvider time, OutputFormat format)
{
    private readonly ConcurrentQueue<RunLine> _ended = new();

    public void Tell(StepEvent step)
    {
        string place = $"{step.Node.Name} {step.Step.Name}";
        if (step.Result is { } result)
            Ended(LineOf(step, result));
        switch (step.Result)
        {
            case null:
                Say($"{place}: {step.Step.Title} …");
                break;
            case StepResult.Done done:
                Say($"{place}: done ({Seconds(step.Took)}){(done.Left is null ? "" : $"; not possible here: {done.Left}")}");
                break;
            case StepResult.Failed failed:
                screen.Failure(failed.Code, $"{place}: {failed.Cause}");
                folder.Note($"error {FaultCatalogue.Name(failed.Code)}: {place}: {failed.Cause}", time.GetUtcNow());
                foreach (string line in LinesOf(failed))
                    Say($"    {line}");
                Say($"  {failed.Fix}");
                break;
        }
    }

    /// <summary>A line for each node; for programs everything in one document, when that is what they want.</summary>
    public void Summarize(FrozenDictionary<string, ImmutableArray<StepResult>> results, ClusterRun run)
    {
        foreach ((string node, ImmutableArray<StepResult> steps) in results.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            (int Count, string What)[] parts =
            [
                (steps.Count(step => step is StepResult.Done), "changed"), (steps.Count(step => step is StepResult.Same), "as they were"),
                (steps.Count(step => step is StepResult.Unsupported), "not possible here"), (steps.Count(step => step is StepResult.Failed), "failed"), (steps.Count(step => step is StepResult.Skipped), "not begun"),
            ];
            Say($"{node}: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.What}")))} ({Seconds(run.Took.GetValueOrDefault(node))})");
        }

        if (format == OutputFormat.Json)
            screen.Json(JsonSerializer.SerializeToElement(DocumentOf(run), PlanJson.Default.RunDocument), indented: true);
    }

    private RunDocument DocumentOf(ClusterRun run) => new(PlanDocuments.Version, folder.Name, [.. run.Nodes.Select(node => new RunDocument.HostRun(
        node.Name,
        run.Faults.TryGetValue(node.Name, out Remote.RemoteFault? fault) ? new PlanDocument.Problem(FaultCatalogue.Name(fault.Code), fault.Message, fault.Fix) : null,
        Milliseconds(run.Took.GetValueOrDefault(node.Name)),
        [.. _ended.Where(line => line.Host == node.Name)]))]);

    private void Ended(RunLine line)
    {
        _ended.Enqueue(line);
        if (format == OutputFormat.Ndjson)
            screen.Json(JsonSerializer.SerializeToElement(line, PlanJson.Default.RunLine), indented: false);
    }

    private static RunLine LineOf(StepEvent step, StepResult result)
    {
        RunLine line = new(step.Node.Name, step.Step.Name, "unchanged", Milliseconds(step.Took));
        return result switch
        {
            StepResult.Done done => line with { Result = "changed", Why = done.Left },
            StepResult.Unsupported unsupported => line with { Result = "unsupported", Why = unsupported.Why },
            StepResult.Skipped skipped => line with { Result = "skipped", Why = skipped.Why },
            StepResult.Failed failed => line with { Result = "failed", Error = new PlanDocument.Problem(FaultCatalogue.Name(failed.Code), failed.Cause, failed.Fix), Log = [.. LinesOf(failed)] },
            _ => line,
        };
    }

    private static string[] LinesOf(StepResult.Failed failed) => failed.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Say(string line)
    {
        screen.Progress(line);
        folder.Note(line, time.GetUtcNow());
    }

    private static long Milliseconds(TimeSpan took) => (long)took.TotalMilliseconds;

    private static string Seconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s");
}
