using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Completion;
using EdgeStack.Provisioning.Components;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What the commands about nodes have in common: the inventory, which nodes, and the connections to them.</summary>
internal sealed class ClusterCommand
{
    public const string ExitCodes = "3 some hosts failed · 4 a host could not be reached · 64 the inventory has errors";

    private readonly Surroundings _surroundings;

    public ClusterCommand(Surroundings surroundings)
    {
        _surroundings = surroundings;
        Limit.CompletionSources.Add(context => [.. Names.Nodes(InventoryOption.Named(context, File)), .. Roles.Names]);
        Step.CompletionSources.Add(context => CompleteStep(context.WordToComplete, Names.Steps(InventoryOption.Named(context, File))));
    }

    /// <summary>For whoever completes a line.</summary>
    public InventoryNames Names => new(_surroundings.Directory, _surroundings.Variable);

    public Option<string> File { get; } = InventoryOption.Create();

    public Option<string[]> Limit { get; } = new("--limit", "-l")
    {
        Description = "Only these nodes, or those with this role; may be given several times.",
        HelpName = "NODE|ROLE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>For the commands that plan.</summary>
    public Option<string[]> Step { get; } = new("--step")
    {
        Description = "Only these steps (base.journal,base.time); may be given several times. What they build on has to be done already.",
        HelpName = "STEP[,STEP...]",
        Arity = ArgumentArity.OneOrMore,
    };

    public InventoryFile? Read(string file) => InventoryOption.Read(_surroundings, file);

    /// <summary>Opens the nodes that the options name and hands over.</summary>
    /// <param name="parsed">Has the options.</param>
    /// <param name="work">What is done.</param>
    /// <param name="plans">Steps are planned, so what they need is fetched, secrets too.</param>
    public Task<int> RunAsync(ParseResult parsed, Func<InventoryFile, ClusterRun, Planner, Task<int>> work, bool plans = true) =>
        Read(parsed.GetValue(File)!) is { } inventory
            ? RunAsync(inventory, parsed.GetValue(Limit) ?? [], StepsOf(parsed), (run, planner) => work(inventory, run, planner), plans)
            : Task.FromResult(ExitCode.Usage);

    // Behind the last comma; what stands before it is part of the word.
    private static IEnumerable<string> CompleteStep(string word, ImmutableArray<string> steps)
    {
        string before = word[..(word.LastIndexOf(',') + 1)];
        return steps.Where(step => !before.Split(',').Contains(step)).Select(step => before + step);
    }

    /// <summary>What <c>--step</c> says; empty for all.</summary>
    public string[] StepsOf(ParseResult parsed) => [.. (parsed.GetValue(Step) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc cref="RunAsync(ParseResult, Func{InventoryFile, ClusterRun, Planner, Task{int}}, bool)"/>
    public async Task<int> RunAsync(InventoryFile inventory, string[] limits, string[] steps, Func<ClusterRun, Planner, Task<int>> work, bool plans = true)
    {
        if (Chosen(inventory.Cluster, limits) is not { } nodes)
            return ExitCode.Usage;
        SecretStore secrets = _surroundings.SecretsOf(inventory.Folder);
        try
        {
            using SshClient ssh = new(inventory.Cluster, inventory.Folder, _surroundings.Home, _surroundings.Time, (reference, stop) => secrets.FetchAsync(reference, "sudo's password", stop));
            Material material = plans ? await Material.FetchAsync(inventory, nodes, secrets, _surroundings.Time, _surroundings.Stop.Gently) : Material.None;
            Planner planner = new(node => Catalogue.StepsOf(node, inventory.Cluster, material), steps.Length == 0 ? null : new StepChoice(new NameList(steps)));
            if (!AreKnown(steps, nodes, planner))
                return ExitCode.Usage;
            await using ClusterRun run = new(nodes, planner, ssh.OpenAsync, _surroundings.Time);
            await run.OpenAsync(_surroundings.Stop.Gently);
            return await UnlessForcedAsync(work(run, run.Planner));
        }
        catch (SecretException missing)
        {
            _surroundings.Screen.Failure(missing.Message);
            return ExitCode.Usage;
        }
    }

    // The second Ctrl-C: what runs on a node ends there by itself, and is looked at again the next time.
    private async Task<int> UnlessForcedAsync(Task<int> work)
    {
        TaskCompletionSource forced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = _surroundings.Stop.Hard.Register(forced.SetResult);
        if (await Task.WhenAny(work, forced.Task) == work)
            return await work;
        _surroundings.Screen.Failure(FaultCode.LeftInTheMiddle, "left in the middle: a step that was begun is finished by its node; `edgestack apply --resume` looks at it again");
        return ExitCode.Interrupted;
    }

    /// <summary>Tells of the nodes that could not be used.</summary>
    public void ShowFaults(ClusterRun run)
    {
        foreach ((string node, RemoteFault fault) in run.Faults.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _surroundings.Screen.Failure(fault.Code, $"{node} {fault.Message}");
            _surroundings.Screen.Progress($"  {fault.Fix}");
        }
    }

    /// <summary>Tells of chosen steps that build on something that is not done.</summary>
    public void ShowUnmet(Plan plan)
    {
        foreach (UnmetStep unmet in plan.Unmet)
            _surroundings.Screen.Failure(FaultCode.UnmetStep, $"{unmet.Step} builds on {string.Join(", ", unmet.Needs.Select(need => need.Node == unmet.Step.Node ? need.Step : need.ToString()))}, which {(unmet.Needs.Length == 1 ? "is" : "are")} not done");
        if (!plan.Unmet.IsEmpty)
            _surroundings.Screen.Progress("  Choose that with --step too, or leave --step away.");
    }

    private bool AreKnown(string[] steps, ImmutableArray<Node> nodes, Planner planner)
    {
        string[] known = [.. nodes.SelectMany(node => planner.StepsOf(node)).Select(step => step.Name).Distinct(StringComparer.Ordinal)];
        if (steps.FirstOrDefault(step => !known.Contains(step)) is not { } unknown)
            return true;
        _surroundings.Screen.Failure($"--step: these nodes have no step '{unknown}'; {NearestName.Suggestion(unknown, known) ?? "`edgestack plan` names them"}");
        return false;
    }

    private ImmutableArray<Node>? Chosen(Cluster cluster, string[] limits)
    {
        string[] known = [.. cluster.Nodes.Select(node => node.Name), .. Roles.Names];
        if (limits.FirstOrDefault(limit => !known.Contains(limit)) is { } unknown)
        {
            _surroundings.Screen.Failure($"--limit: there is no node and no role '{unknown}'{(NearestName.Suggestion(unknown, known) is { } nearest ? $"; {nearest}" : "")}");
            return null;
        }

        return limits.Length == 0 ? cluster.Nodes : [.. cluster.Nodes.Where(node => limits.Contains(node.Name) || limits.Any(node.Has))];
    }
}
