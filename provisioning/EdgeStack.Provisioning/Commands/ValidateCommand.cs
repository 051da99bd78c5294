using System.CommandLine;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack validate</c>: whether an inventory can be used, without asking any node.</summary>
internal static class ValidateCommand
{
    private const string Description =
        """
        Say everything that is wrong with the inventory, with line and column. No node is asked.

        Exit codes: 0 it can be used · 64 it has errors.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Option<string> file = InventoryOption.Create();
        Command command = new("validate", Description) { file };
        command.SetAction(parsed =>
        {
            if (InventoryOption.Read(surroundings, parsed.GetValue(file)!) is not { Cluster: var cluster })
                return ExitCode.Usage;
            surroundings.Screen.Progress($"{cluster.Name}: {cluster.Nodes.Length} {(cluster.Nodes.Length == 1 ? "node" : "nodes")}, no errors.");
            foreach (Node node in cluster.Nodes)
                surroundings.Screen.Progress($"  {node.Name} ({node.Address}): {(node.Roles.IsEmpty ? "no role" : string.Join(", ", node.Roles))}");
            return ExitCode.Fine;
        });
        return command;
    }
}
