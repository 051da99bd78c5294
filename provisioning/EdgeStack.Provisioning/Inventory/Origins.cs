using System.Collections.Immutable;
using System.Net;
using EdgeStack.Documents;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Words for where somebody comes from: groups of nodes, a node, an address, a range.</summary>
internal static class Origins
{
    public const string K3sNodes = "k3sNodes", AllNodes = "allNodes";

    /// <summary>The nodes that a word names; none when it is an address.</summary>
    public static IEnumerable<Node> NodesOf(string origin, IEnumerable<Node> nodes) => origin switch
    {
        K3sNodes => nodes.Where(node => node.Has(Roles.Server) || node.Has(Roles.Agent)),
        AllNodes => nodes,
        _ => nodes.Where(node => node.Name == origin),
    };

    /// <summary>A range of addresses whose bits behind the prefix are 0, or an address.</summary>
    public static bool IsRange(string text) => IPAddress.TryParse(text.Split('/')[0], out IPAddress? first) && (!text.Contains('/', StringComparison.Ordinal) || (IPNetwork.TryParse(text, out IPNetwork range) && range.BaseAddress.Equals(first)));

    /// <summary>What is wrong with a word, and what to write; null when it is right.</summary>
    /// <param name="origin">The word.</param>
    /// <param name="nodes">The nodes of the inventory.</param>
    /// <param name="allowsRanges">192.168.1.0/24 is right as well.</param>
    /// <param name="others">Further words that are right.</param>
    public static (string Message, string? Fix)? Fault(string origin, ImmutableArray<Node> nodes, bool allowsRanges, params string[] others)
    {
        string[] known = [K3sNodes, AllNodes, .. others, .. nodes.Select(node => node.Name)];
        if (known.Contains(origin) || IPAddress.TryParse(origin, out _) || (allowsRanges && IsRange(origin)))
            return null;
        return ($"'{origin}' is neither a node nor {(allowsRanges ? "a range of addresses" : "an IP address")}", NearestName.Suggestion(origin, known));
    }
}
