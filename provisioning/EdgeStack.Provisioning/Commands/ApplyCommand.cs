using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack apply</c>: makes the nodes what the inventory says.</summary>
internal sealed class ApplyCommand
{
    private const string Description =
        $"""
        Make the nodes what the inventory says: shows the plan, asks, and does it step by step. Each step is looked at again when it is done,
        and at the end everything is. Repeated, it changes nothing.

        With PLAN, a file that `edgestack plan -o PLAN` wrote, it does that and nothing else: when the nodes or the inventory are
        not as they were then, it refuses. With --resume it goes on with the last run where that one was cut off.
        With --step, only those steps: refused when something that they build on is not done.

        Exit codes: 0 done · 1 refused · 5 another operator is at work · 6 done, and yet different · {ClusterCommand.ExitCodes}.
        """;

    private readonly Surroundings _surroundings;
    private readonly ClusterCommand _cluster;
    private readonly Argument<string?> _saved = new("PLAN") { Arity = ArgumentArity.ZeroOrOne, Description = "A plan that was saved." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the last run, which was cut off: the same nodes, without asking again." };
    private readonly Option<bool> _force = new("--break-lock") { Description = "Take the lock from whoever has it: only when that operator is really gone." };

    private readonly Option<OutputFormat> _output = OutputOption.Create("For people, one JSON document at the end, or one JSON object a step as it ends.", hasShortName: false);

    private readonly Option<int> _revertAfter = RevertOption.Create();

    private ApplyCommand(Surroundings surroundings) => (_surroundings, _cluster) = (surroundings, new ClusterCommand(surroundings));

    public static Command Create(Surroundings surroundings) => new ApplyCommand(surroundings).Create();

    private Command Create()
    {
        // They would be passed over in silence.
        _cluster.Step.Validators.Add(TellChosenAlready);
        _cluster.Limit.Validators.Add(TellChosenAlready);
        Command command = new("apply", Description) { _saved, _cluster.File, _cluster.Limit, _cluster.Step, _yes, _resume, _force, _revertAfter, _output };
        command.SetAction(async (parsed, _) =>
        {
            SavedPlan? saved = null;
            if (parsed.GetValue(_saved) is { } path && (saved = SavedPlan.Read(_surroundings, path)) is null)
                return ExitCode.Usage;
            string file = saved is not null && parsed.GetResult(_cluster.File) is null or { Implicit: true } ? saved.Document.Made!.Inventory : parsed.GetValue(_cluster.File)!;
            if (_cluster.Read(file) is not { } inventory)
                return ExitCode.Usage;
            if (saved?.RefusalOf(inventory) is { } refusal)
                return Refused(refusal);
            RunFolder? unfinished = null;
            if (parsed.GetValue(_resume) && (unfinished = RunFolder.Unfinished(inventory.Folder.Runs)) is null)
            {
                _surroundings.Screen.Failure("--resume: the last run came to its end, or there was none");
                return ExitCode.Usage;
            }

            if (unfinished is not null && unfinished.InventoryDigest != inventory.Digest)
            {
                _surroundings.Screen.Failure(FaultCode.InventoryEdited, $"--resume: the inventory was edited since {unfinished.Name} was begun");
                _surroundings.Screen.Progress("  `edgestack apply` plans anew, by the inventory as it is now, and asks; what was done already it leaves. For the old run, put the inventory back first.");
                return ExitCode.Failure;
            }

            string[] limit = saved is not null ? [.. saved.Document.Hosts.Select(host => host.Name)] : unfinished is not null ? [.. unfinished.Nodes] : parsed.GetValue(_cluster.Limit) ?? [];
            string[] steps = saved is not null ? [.. saved.Document.Made!.Steps ?? []] : unfinished is not null ? [.. unfinished.Steps] : _cluster.StepsOf(parsed);
            return await _cluster.RunAsync(inventory, limit, steps, (run, planner) => RunAsync(parsed, inventory, saved, unfinished, run, planner));
        });
        return command;
    }

    private void TellChosenAlready(OptionResult result)
    {
        if (result.GetValue(_saved) is not null || result.GetValue(_resume))
            result.AddError($"{result.Option.Name}: {(result.GetValue(_resume) ? "--resume goes on with what its run was about" : "the saved plan says what is done")}");
    }

    private async Task<int> RunAsync(ParseResult parsed, InventoryFile inventory, SavedPlan? saved, RunFolder? unfinished, ClusterRun run, Planner planner)
    {
        if (run.Faults.Count > 0 && saved is not null)
        {
            _cluster.ShowFaults(run);
            return ExitCode.Unreachable;
        }

        if (!await new NodeLocks(_surroundings, "apply").TakeAsync(run, parsed.GetValue(_force)))
            return ExitCode.Locked;
        FrozenDictionary<string, Facts> facts = await run.AskAsync(_surroundings.Stop.Gently);
        Plan plan = planner.Plan(run.Reached, facts);
        if (saved?.Differing(inventory, run, plan) is { IsEmpty: false } differing)
            return Refused($"the nodes are not as they were when the plan was made ({string.Join(", ", differing)})");
        if (parsed.GetValue(_output) == OutputFormat.Text)
            new PlanReport(_surroundings.Screen).Show(plan, isApplied: true);
        if (!plan.Unmet.IsEmpty)
        {
            _cluster.ShowUnmet(plan);
            return ExitCode.Failure;
        }

        if (!plan.IsEmpty && saved is null && unfinished is null && await AgreementAsync(parsed, plan) is { } refused)
            return refused;
        return await ApplyAsync(inventory, unfinished, run, plan, facts, parsed);
    }

    private async Task<int> ApplyAsync(InventoryFile inventory, RunFolder? unfinished, ClusterRun run, Plan plan, FrozenDictionary<string, Facts> facts, ParseResult parsed)
    {
        RunFolder folder = unfinished ?? RunFolder.Begin(inventory.Folder.Runs, [.. run.Nodes.Select(node => node.Name)], run.Planner.Choice is { } choice ? [.. choice.Names] : [], inventory.Digest, _surroundings.Time.GetUtcNow());
        RunReport report = new(_surroundings.Screen, folder, _surroundings.Time, parsed.GetValue(_output));
        FrozenDictionary<string, ImmutableArray<StepResult>> results = await run.ApplyAsync(new RunTerms(folder.Name, TimeSpan.FromSeconds(parsed.GetValue(_revertAfter))), plan, facts, report.Tell, _surroundings.Stop.Gently);
        Plan left = plan.IsEmpty || _surroundings.Stop.Gently.IsCancellationRequested ? plan with { Steps = [] } : run.Planner.Plan(run.Reached, await run.AskAsync(_surroundings.Stop.Gently));
        report.Summarize(results, run);
        _cluster.ShowFaults(run);
        ImmutableArray<StepResult.Failed> failures = [.. results.Values.SelectMany(steps => steps).OfType<StepResult.Failed>()];
        if (failures.IsEmpty && !left.IsEmpty)
        {
            _surroundings.Screen.Failure(FaultCode.DifferentAgain, $"everything was done, and yet something is different again: {string.Join(", ", left.Changes.Select(change => new StepKey(change.Planned.Node.Name, change.Planned.Step.Name)))}; `edgestack plan` shows it");
        }

        int exit = run.Faults.Count > 0 ? ExitCode.Unreachable
            : failures.Any(failure => !failure.IsUnverified) ? ExitCode.SomeHostsFailed
            : failures.Length > 0 || !left.IsEmpty ? ExitCode.VerificationFailed
            : _surroundings.Stop.Gently.IsCancellationRequested ? ExitCode.Interrupted
            : ExitCode.Fine;
        if (exit == ExitCode.Fine)
            folder.Finish();
        else
            _surroundings.Screen.Progress($"The whole story: {folder.Log}. When it is mended: `edgestack apply --resume`. What a code means: `edgestack explain CODE`.");
        return exit;
    }

    /// <returns>What to end with; null when it may be done.</returns>
    private async Task<int?> AgreementAsync(ParseResult parsed, Plan plan)
    {
        if (parsed.GetValue(_yes))
            return null;
        // Whoever is asked has seen what for.
        if (parsed.GetValue(_output) == OutputFormat.Text && await _surroundings.AskLine($"Do it ({plan.Changes.Count()} steps)? [y/N] ", _surroundings.Stop.Gently) is { } answer)
        {
            if (YesOrNo.IsYes(answer))
                return null;
            _surroundings.Screen.Progress("Nothing was changed.");
            return ExitCode.Failure;
        }

        _surroundings.Screen.Failure("nobody can be asked here; --yes does it without asking");
        return ExitCode.Usage;
    }

    private int Refused(string why)
    {
        _surroundings.Screen.Failure(FaultCode.PlanIsOld, $"refused: {why}");
        _surroundings.Screen.Progress("  Nothing was changed. `edgestack plan -o FILE` makes a new one.");
        return ExitCode.Failure;
    }
}
