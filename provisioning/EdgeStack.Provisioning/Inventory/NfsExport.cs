using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>A folder that others may mount.</summary>
/// <param name="Name">For people and messages.</param>
/// <param name="Path">Full path on the storage node; what clients mount is the same.</param>
/// <param name="Clients">Who: <see cref="Origins"/>, ranges of addresses too.</param>
/// <param name="Squash">root, all or none: who of a client becomes <paramref name="Anonymous"/>.</param>
/// <param name="IsAsync">The server says that something is written before it is.</param>
/// <param name="Anonymous">The number of the user and of the group that own what a squashed client writes.</param>
internal sealed record NfsExport(string Name, string Path, ImmutableArray<string> Clients, string Squash, bool IsAsync, (int User, int Group) Anonymous)
{
    /// <summary>Words for <see cref="Squash"/>.</summary>
    public const string SquashRoot = "root", SquashAll = "all", SquashNone = "none";

    /// <summary>Who owns what root of a client writes.</summary>
    public int OwnerOfRoot => Squash == SquashNone ? 0 : Anonymous.User;

    /// <summary>The nodes that use it, through pods or by themselves.</summary>
    public IEnumerable<Node> ClientsAmong(IEnumerable<Node> nodes) => Clients.SelectMany(origin => Origins.NodesOf(origin, nodes)).Distinct();
}
