using System.CommandLine;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack schema</c>: the inventory's JSON Schema, for editors.</summary>
internal static class SchemaCommand
{
    private const string Description =
        """
        Print the JSON Schema of the inventory. An editor with YAML's language server completes and checks by it when the inventory begins with
        `# yaml-language-server: $schema=cluster.schema.json`.

        Exit codes: 0 printed.
        """;

    /// <summary>The schema.</summary>
    public static string Text => JsonSchema.Of("https://edgestack.dev/schemas/cluster-v1alpha1.json", "EdgeStack's inventory", InventoryShape.Document);

    public static Command Create(Surroundings surroundings)
    {
        Command command = new("schema", Description);
        command.SetAction(_ =>
        {
            surroundings.Screen.RawData(Text.TrimEnd('\n'));
            return ExitCode.Fine;
        });
        return command;
    }
}
