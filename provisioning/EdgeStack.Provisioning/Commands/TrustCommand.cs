using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Completion;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack trust</c>: vouches for the host keys of nodes.</summary>
internal static class TrustCommand
{
    private const string Description =
        """
        Show the host keys of the nodes and note them, when you say that they are right. Compare them with what the machine itself shows:
        `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` at its console. Without names, all nodes whose key is not known yet.

        Exit codes: 0 noted, or known already · 1 a key is another than before, or was not confirmed · 4 a host could not be reached · 64 the inventory has errors.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Option<string> file = InventoryOption.Create();
        Option<bool> yes = new("--yes", "-y") { Description = "Note them without asking: only where nobody can stand in between." };
        Option<bool> replace = new("--replace") { Description = "Also note a key that is another than before: the machine was set up anew." };
        Argument<string[]> names = new("NODE") { Arity = ArgumentArity.ZeroOrMore, Description = "Names of the inventory." };
        names.CompletionSources.Add(context => new InventoryNames(surroundings.Directory, surroundings.Variable).Nodes(InventoryOption.Named(context, file)));
        Command command = new("trust", Description) { file, yes, replace, names };
        command.SetAction(async (parsed, _) =>
        {
            if (InventoryOption.Read(surroundings, parsed.GetValue(file)!) is not { } inventory || Chosen(surroundings, inventory.Cluster, parsed.GetValue(names) ?? []) is not { } nodes)
                return ExitCode.Usage;
            using SshClient ssh = new(inventory.Cluster, inventory.Folder, surroundings.Home, surroundings.Time, (_, _) => throw new InvalidOperationException("nobody logs in"));
            TrustDialogue dialogue = new(surroundings, inventory.Folder, new HostKeys(ssh), parsed.GetValue(yes), parsed.GetValue(replace));
            int worst = ExitCode.Fine;
            // One after the other: a node behind another needs that one's key first, and a person reads one question at a time.
            foreach (Node node in nodes.OrderBy(node => node.Access.Jump is null ? 0 : 1))
                worst = Math.Max(worst, await dialogue.RunAsync(node, surroundings.Stop.Gently));
            return worst;
        });
        return command;
    }

    private static ImmutableArray<Node>? Chosen(Surroundings surroundings, Cluster cluster, string[] names)
    {
        string[] known = [.. cluster.Nodes.Select(node => node.Name)];
        if (names.FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
            return names.Length == 0 ? cluster.Nodes : [.. cluster.Nodes.Where(node => names.Contains(node.Name))];
        surroundings.Screen.Failure($"there is no node '{unknown}'{(NearestName.Suggestion(unknown, known) is { } nearest ? $"; {nearest}" : "")}");
        return null;
    }
}
