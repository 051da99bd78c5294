using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack plan</c>, <c>drift</c> and <c>verify</c>: the same question to the nodes; they differ in what the answer means.</summary>
/// <param name="surroundings">What the command touches.</param>
/// <param name="name">Of the command.</param>
/// <param name="description">Of the command.</param>
/// <param name="whenDifferent">What it ends with when something is different.</param>
internal sealed class PlanCommand(Surroundings surroundings, string name, string description, int whenDifferent)
{
    private const string PlanDescription =
        $"""
        Show what `edgestack apply` would do to the nodes of the inventory. Asks each node once, all at the same time, and changes nothing.
        With -o the plan is saved, and `edgestack apply FILE` does exactly that, or refuses when something has changed.

        Exit codes: 0 shown · 2 something is different, with --detailed-exitcode · {ClusterCommand.ExitCodes}.
        """;

    private const string DriftDescription =
        $"""
        Say whether the nodes are still what the inventory says, for timers and scripts: the same as `plan --detailed-exitcode`.

        Exit codes: 0 they are · 2 something is different · {ClusterCommand.ExitCodes}.
        """;

    private const string VerifyDescription =
        $"""
        Prove that the nodes are what the inventory says. Changes nothing.

        Exit codes: 0 they are · 6 something is different · {ClusterCommand.ExitCodes}.
        """;

    private readonly ClusterCommand _cluster = new(surroundings);
    private readonly Option<OutputFormat> _output = OutputOption.Create("For people, one JSON document, or one JSON object a step.", hasShortName: false);
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Save the plan in this file.", HelpName = "FILE" };
    private readonly Option<bool> _detailed = new("--detailed-exitcode") { Description = "End with 2 when something is different." };

    public static Command CreatePlan(Surroundings surroundings) => new PlanCommand(surroundings, "plan", PlanDescription, ExitCode.ProblemsFound).Create(isPlan: true);

    public static Command CreateDrift(Surroundings surroundings) => new PlanCommand(surroundings, "drift", DriftDescription, ExitCode.ProblemsFound).Create(isPlan: false);

    public static Command CreateVerify(Surroundings surroundings) => new PlanCommand(surroundings, "verify", VerifyDescription, ExitCode.VerificationFailed).Create(isPlan: false);

    private Command Create(bool isPlan)
    {
        Command command = new(name, description) { _cluster.File, _cluster.Limit, _output };
        if (isPlan)
        {
            command.Options.Add(_cluster.Step);
            command.Options.Add(_out);
            command.Options.Add(_detailed);
        }

        command.SetAction((parsed, _) => _cluster.RunAsync(parsed, async (inventory, run, planner) =>
        {
            FrozenDictionary<string, Facts> facts = await run.AskAsync(surroundings.Stop.Gently);
            Plan plan = planner.Plan(run.Reached, facts);
            Show(parsed, inventory, run, plan);
            if (isPlan && parsed.GetValue(_out) is { } file && !Save(parsed, file, inventory, run, plan))
                return ExitCode.Failure;
            return run.Faults.Count > 0 ? ExitCode.Unreachable
                : (!isPlan || parsed.GetValue(_detailed)) && (!plan.IsEmpty || plan.IsBlocked) ? whenDifferent
                : ExitCode.Fine;
        }));
        return command;
    }

    private void Show(ParseResult parsed, InventoryFile inventory, ClusterRun run, Plan plan)
    {
        PlanReport report = new(surroundings.Screen);
        if (parsed.GetValue(_output) == OutputFormat.Text)
        {
            RemoteTraffic traffic = run.Traffic;
            surroundings.Screen.Progress(string.Create(CultureInfo.InvariantCulture,
                $"Asked {run.Reached.Length} of {run.Nodes.Length} nodes: {traffic.RoundTrips} round trips, {(traffic.BytesSent + traffic.BytesReceived) / 1024} KiB."));
            report.Show(plan);
        }
        else
            report.Show(PlanDocuments.Of(inventory.Cluster.Name, run.Nodes, run.Faults, plan), parsed.GetValue(_output));
        _cluster.ShowUnmet(plan);
        _cluster.ShowFaults(run);
    }

    private bool Save(ParseResult parsed, string file, InventoryFile inventory, ClusterRun run, Plan plan)
    {
        try
        {
            SavedPlan.Write(Path.GetFullPath(file, surroundings.Directory), inventory, Path.GetFullPath(parsed.GetValue(_cluster.File)!, surroundings.Directory), run, plan, surroundings.Time.GetUtcNow());
            surroundings.Screen.Progress($"Saved: `edgestack apply {file}` does exactly that.");
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            surroundings.Screen.Failure($"{file}: {fault.Message}");
            return false;
        }
    }
}
