using System.Collections.Immutable;
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

    /// <summary>Addresses and ranges of whoever these words name (<see cref="Origins"/>), each once; blocked when a node's is not known. Other words stand for themselves.</summary>
    public static (ImmutableArray<string> Addresses, StepOutcome.Blocked? Blocked) Of(IEnumerable<string> origins, Cluster cluster, NodeFacts facts)
    {
        List<string> addresses = [];
        foreach (string origin in origins)
        {
            Node[] nodes = [.. Origins.NodesOf(origin, cluster.Nodes)];
            foreach (Node node in nodes)
            {
                if (Of(node, facts) is not { } address)
                    return ([], Unknown(node.Name));
                addresses.Add(address.ToString());
            }

            if (nodes.Length == 0 && origin is not (Origins.K3sNodes or Origins.AllNodes))
                addresses.Add(IPAddress.TryParse(origin, out IPAddress? written) ? written.ToString() : origin);
        }

        return ([.. addresses.Distinct(StringComparer.Ordinal)], null);
    }

    /// <summary>What is said when nobody knows a node's address.</summary>
    public static StepOutcome.Blocked Unknown(string node) =>
        new($"the address of {node} is not known while it cannot be asked", $"write an IP address for {node} into the inventory, or bring it up");
}
