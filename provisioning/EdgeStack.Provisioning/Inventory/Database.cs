using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>The MariaDB of the cluster.</summary>
/// <param name="Node">The name of the node that it runs on; has the role database.</param>
/// <param name="Profile">auto, or how much memory it is fitted to: 1G, 2G, …</param>
/// <param name="Bind">node, all, local, or an IP address.</param>
/// <param name="RequiresTls">Nobody is let in over the network without encryption.</param>
/// <param name="Databases">Those that are to be there.</param>
/// <param name="Users">Those that are to be there; others are left alone.</param>
internal sealed record Database(string Node, string Profile, string Bind, bool RequiresTls, ImmutableArray<string> Databases, ImmutableArray<DatabaseUser> Users)
{
    /// <summary>Null when nobody backs it up.</summary>
    public DatabaseBackup? Backup { get; init; }

    /// <summary>Words for <see cref="Bind"/>.</summary>
    public const string OnNode = "node", OnAll = "all", OnLocal = "local";
}
