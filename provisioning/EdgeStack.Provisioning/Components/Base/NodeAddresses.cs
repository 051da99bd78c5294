using System.Net;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>The address under which the other nodes know a node.</summary>
internal static class NodeAddresses
{
    /// <summary>The address from which a node speaks to the world; every node is asked for it.</summary>
    public static FactQuery.Command Query { get; } = new("ip -o route get 1.1.1.1 | sed -n 's/.* src \\([0-9.]*\\).*/\\1/p'");

    /// <summary>What the inventory says when that is an address; else what the node says. Null when it could not be asked.</summary>
    public static IPAddress? Of(Node node, NodeFacts facts) => IPAddress.TryParse(node.Address, out IPAddress? written) ? written
        : facts.All.TryGetValue(node.Name, out Facts? own) && IPAddress.TryParse(own[Query].Text, out IPAddress? said) ? said
        : null;
}
