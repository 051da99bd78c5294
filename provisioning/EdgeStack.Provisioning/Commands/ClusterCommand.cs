using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Components;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What the commands about nodes have in common: the inventory, which nodes, and the connections to them.</summary>
internal sealed class ClusterCommand(Surroundings surroundings)
{
    public const string ExitCodes = "3 some hosts failed · 4 a host could not be reached · 64 the inventory has errors";

    public Option<string> File { get; } = InventoryOption.Create();

    public Option<string[]> Limit { get; } = new("--limit", "-l")
    {
        Description = "Only these nodes, or those with this role; may be given several times.",
        HelpName = "NODE|ROLE",
        Arity = ArgumentArity.OneOrMore,
    };

    public InventoryFile? Read(string file) => InventoryOption.Read(surroundings, file);

    /// <summary>Opens the nodes that the options name and hands over.</summary>
    /// <param name="parsed">Has the options.</param>
    /// <param name="work">What is done.</param>
    /// <param name="plans">Steps are planned, so what they need is fetched, secrets too.</param>
    public Task<int> RunAsync(ParseResult parsed, Func<InventoryFile, ClusterRun, Planner, Task<int>> work, bool plans = true) =>
        Read(parsed.GetValue(File)!) is { } inventory
            ? RunAsync(inventory, parsed.GetValue(Limit) ?? [], (run, planner) => work(inventory, run, planner), plans)
            : Task.FromResult(ExitCode.Usage);

    /// <inheritdoc cref="RunAsync(ParseResult, Func{InventoryFile, ClusterRun, Planner, Task{int}}, bool)"/>
    public async Task<int> RunAsync(InventoryFile inventory, string[] limits, Func<ClusterRun, Planner, Task<int>> work, bool plans = true)
    {
        if (Chosen(inventory.Cluster, limits) is not { } nodes)
            return ExitCode.Usage;
        SecretStore secrets = new(Path.GetDirectoryName(inventory.Folder.Path)!, surroundings.Variable, surroundings.AskSecret);
        try
        {
            using SshClient ssh = new(inventory.Cluster, inventory.Folder, surroundings.Home, surroundings.Time, (reference, stop) => secrets.FetchAsync(reference, "sudo's password", stop));
            DatabaseMaterial? database = plans && inventory.Cluster.Database is { } wanted && nodes.Any(node => node.Name == wanted.Node)
                ? await DatabaseMaterial.FetchAsync(inventory, wanted, secrets, surroundings.Time, surroundings.Stop.Gently)
                : null;
            await using ClusterRun run = new(nodes, new Planner(node => Catalogue.StepsOf(node, inventory.Cluster, database)), ssh.OpenAsync, surroundings.Time);
            await run.OpenAsync(surroundings.Stop.Gently);
            return await UnlessForcedAsync(work(run, run.Planner));
        }
        catch (SecretException missing)
        {
            surroundings.Screen.Failure(missing.Message);
            return ExitCode.Usage;
        }
    }

    // The second Ctrl-C: what runs on a node ends there by itself, and is looked at again the next time.
    private async Task<int> UnlessForcedAsync(Task<int> work)
    {
        TaskCompletionSource forced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = surroundings.Stop.Hard.Register(forced.SetResult);
        if (await Task.WhenAny(work, forced.Task) == work)
            return await work;
        surroundings.Screen.Failure("left in the middle: a step that was begun is finished by its node; `edgestack apply --resume` looks at it again");
        return ExitCode.Interrupted;
    }

    /// <summary>Tells of the nodes that could not be used.</summary>
    public void ShowFaults(ClusterRun run)
    {
        foreach ((string node, RemoteFault fault) in run.Faults.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            surroundings.Screen.Failure($"{node} {fault.Message}");
            surroundings.Screen.Progress($"  {fault.Fix}");
        }
    }

    private ImmutableArray<Node>? Chosen(Cluster cluster, string[] limits)
    {
        string[] known = [.. cluster.Nodes.Select(node => node.Name), .. Roles.Names];
        if (limits.FirstOrDefault(limit => !known.Contains(limit)) is { } unknown)
        {
            surroundings.Screen.Failure($"--limit: there is no node and no role '{unknown}'{(NearestName.Suggestion(unknown, known) is { } nearest ? $"; {nearest}" : "")}");
            return null;
        }

        return limits.Length == 0 ? cluster.Nodes : [.. cluster.Nodes.Where(node => limits.Contains(node.Name) || limits.Any(node.Has))];
    }
}
