using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What is done, as it is done, and what came of it.</summary>
internal sealed class RunReport(Screen screen, RunFolder folder, TimeProvider time)
{
    public void Tell(StepEvent step)
    {
        string place = $"{step.Node.Name} {step.Step.Name}";
        switch (step.Result)
        {
            case null:
                Say($"{place}: {step.Step.Title} …");
                break;
            case StepResult.Done done:
                Say($"{place}: done ({Seconds(step.Took)}){(done.Left is null ? "" : $"; not possible here: {done.Left}")}");
                break;
            case StepResult.Failed failed:
                screen.Failure($"{place}: {failed.Cause}");
                folder.Note($"error: {place}: {failed.Cause}", time.GetUtcNow());
                foreach (string line in failed.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    Say($"    {line}");
                Say($"  {failed.Fix}");
                break;
        }
    }

    /// <summary>A line for each node.</summary>
    public void Summarize(FrozenDictionary<string, ImmutableArray<StepResult>> results, ClusterRun run)
    {
        foreach ((string node, ImmutableArray<StepResult> steps) in results.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            (int Count, string What)[] parts =
            [
                (steps.Count(step => step is StepResult.Done), "changed"), (steps.Count(step => step is StepResult.Same), "as they were"),
                (steps.Count(step => step is StepResult.Unsupported), "not possible here"), (steps.Count(step => step is StepResult.Failed), "failed"), (steps.Count(step => step is StepResult.Skipped), "not begun"),
            ];
            string took = run.Took.TryGetValue(node, out TimeSpan time) ? Seconds(time) : "";
            Say($"{node}: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.What}")))} ({took})");
        }
    }

    private void Say(string line)
    {
        screen.Progress(line);
        folder.Note(line, time.GetUtcNow());
    }

    private static string Seconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s");
}
