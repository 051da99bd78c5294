using System.Collections.Immutable;
using System.Net;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>The names of all nodes in /etc/hosts, between two marks; the rest of the file is the user's.</summary>
/// <param name="cluster">Whose nodes.</param>
/// <param name="aliases">Further names of a node.</param>
internal sealed class HostsFile(Cluster cluster, Func<Node, IEnumerable<string>> aliases) : IStep
{
    private const string Path = "/etc/hosts", StepName = "base.hosts";

    private static readonly FactQuery.File Query = new(Path);

    public string Name => StepName;

    public string Title => "names of the nodes, for who has no other way to look them up";

    public ImmutableArray<FactQuery> Queries => [Query, NodeAddresses.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        List<string> block = [];
        foreach (Node node in cluster.Nodes)
        {
            if (NodeAddresses.Of(node, facts) is not { } address)
                return NodeAddresses.Unknown(node.Name);
            block.Add(string.Join(' ', [address.ToString(), node.Name, .. aliases(node)]));
        }

        FileFact? now = facts.Of(Query);
        ManagedFile wanted = new(Path, Content.OfText(Merged(now?.WholeText ?? "127.0.0.1 localhost\n", block, facts.Node.Name))) { Check = "grep -q localhost \"$1\"" };
        return wanted.Compare(facts.Own) is { } different ? new StepOutcome.Change([different], [new NodeAction.WriteFile(wanted)]) : StepOutcome.Unchanged.Instance;
    }

    /// <summary>The file with the block in the place of the one it had, and with the node's own name where Debian keeps it.</summary>
    public static string Merged(string text, IReadOnlyList<string> block, string own)
    {
        string[] lines = MarkedBlock.Replace(text, StepName, block).Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            // Debian's own line for the host's name; what else stands in it stays.
            string[] words = lines[index].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["127.0.1.1", ..] && !words.Contains(own))
                lines[index] = $"127.0.1.1 {own}";
        }

        return string.Join('\n', lines);
    }
}
