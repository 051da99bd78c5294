using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Embedded;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>
/// That a client can use its exports. Looking reads only. When anything about an export is new, a file is written, read and removed, and its owner looked at; the terms of that are
/// noted on the node, so it is done once.
/// </summary>
/// <param name="node">The client.</param>
/// <param name="server">The node that exports.</param>
/// <param name="exports">Those that the client may use.</param>
internal sealed class ExportAccess(Node node, Node server, ImmutableArray<NfsExport> exports) : IStep
{
    private static readonly string Probe = EmbeddedText.Read("Components.Nfs.probe.sh");

    private readonly FactQuery.Command _state = new($"{Probe}{string.Concat(exports.Select(export => $"nfs_look {ShellText.Quote([export.Name, TargetOf(server), export.Path])} &\n"))}wait\n");

    public string Name => "nfs.access";

    public string Title => "whether exports can be used from here";

    public ImmutableArray<FactQuery> Queries => [_state];

    public ImmutableArray<StepKey> After => [new StepKey(server.Name, "nfs.server"), new StepKey(server.Name, "nfs.exports")];

    public StepOutcome Judge(NodeFacts facts)
    {
        Dictionary<string, string[]> now = facts[_state].Lines.Select(line => line.Split('\t', 3)).Where(words => words.Length == 3).ToDictionary(words => words[0], StringComparer.Ordinal);
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        foreach (NfsExport export in exports)
        {
            string[] state = now.GetValueOrDefault(export.Name, [export.Name, "", "no answer"]);
            string terms = TermsOf(export);
            if (state[1] == terms && state[2] == "ok")
                continue;
            differences.Add(new Difference.Value($"{export.Name} ({server.Name}:{export.Path})", state[2] == "ok" ? state[1].Length == 0 ? "never used" : "used on other terms" : $"cannot be used: {state[2]}", "written, read and removed"));
            actions.Add(new NodeAction.Run($"use {export.Name}", $"{Probe}nfs_try {ShellText.Quote([export.Name, TargetOf(server), export.Path, $".edgestack-probe-{node.Name}-{terms}", $"{export.OwnerOfRoot}", terms])}")
            {
                UndoScript = $"rm -f {ShellText.Quote($"/var/lib/edgestack/nfs/{export.Name}")}",
            });
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }

    /// <summary>How clients call the server: by its address where it is written, else by the name that all nodes know it by.</summary>
    public static string TargetOf(Node server) =>
        !IPAddress.TryParse(server.Address, out IPAddress? address) ? server.Name
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]"
        : address.ToString();

    private string TermsOf(NfsExport export) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{TargetOf(server)} {export.Path} {export.OwnerOfRoot}")))[..16];
}
