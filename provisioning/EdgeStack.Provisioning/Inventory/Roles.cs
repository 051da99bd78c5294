using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What a node may do.</summary>
internal static class Roles
{
    public const string Server = "server", Agent = "agent", Storage = "storage", Database = "database";

    public static ImmutableArray<string> Names { get; } = [Server, Agent, Storage, Database];
}
