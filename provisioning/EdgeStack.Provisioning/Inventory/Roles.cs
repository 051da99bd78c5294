using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Schema;
using YamlDotNet.Core;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What a node may do.</summary>
internal static class Roles
{
    public const string Server = "server", Agent = "agent", Storage = "storage", Database = "database";

    public static ImmutableArray<string> Names { get; } = [Server, Agent, Storage, Database];

    /// <summary>Tells when what runs on a node has no such node, or one without the role.</summary>
    public static void Check(ImmutableArray<Node> nodes, Fields fields, string role, Action<Mark, string, string?> tell)
    {
        string name = fields.Text("node")!;
        if (nodes.FirstOrDefault(node => node.Name == name) is not { } node)
            tell(fields.At("node"), $"there is no node '{name}'", NearestName.Suggestion(name, [.. nodes.Select(known => known.Name)]));
        else if (!node.Has(role))
            tell(fields.At("node"), $"{name} has not the role {role}", "add it to the roles of the node");
    }
}
