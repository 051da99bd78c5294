using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>
/// Lets in only who has a reason, by a table of its own (nftables): tables of others, kube-proxy's above all, are not touched. Whether the rules in force are those of the file is
/// asked of the node's own nft, which writes both in the same way. It takes itself back unless a new connection succeeds.
/// </summary>
internal sealed class Firewall(Func<NodeFacts, FirewallRules?> rules) : IStep
{
    private const string RulesPath = "/etc/edgestack/firewall.nft";

    private static readonly ManagedFile UnitFile = new("/etc/systemd/system/edgestack-firewall.service", Content.OfText($"""
        # managed by edgestack: base.firewall
        [Unit]
        Description=EdgeStack's firewall: a table of its own
        Wants=network-pre.target
        Before=network-pre.target
        DefaultDependencies=no
        After=local-fs.target
        Conflicts=shutdown.target
        Before=shutdown.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/usr/sbin/nft -f {RulesPath}
        ExecReload=/usr/sbin/nft -f {RulesPath}
        ExecStop=/usr/sbin/nft delete table inet edgestack

        [Install]
        WantedBy=sysinit.target

        """));

    private const string TakenBack = $"if [ -e {RulesPath} ]; then nft -f {RulesPath}; else nft delete table inet edgestack 2>/dev/null || :; fi";

    private static readonly FactQuery.File RulesFile = new(RulesPath);

    // A namespace for a moment: the same nft reads the file and writes it as it writes what is in force.
    private static readonly FactQuery.Command InForce = new(
        $"unshare -n sh -c 'nft -f {RulesPath} && nft -s list table inet edgestack' 2>/dev/null | sha256sum; nft -s list table inet edgestack 2>/dev/null | sha256sum");

    private static readonly FactQuery.Command Others = new("{ ufw status 2>/dev/null | grep -q '^Status: active' && echo ufw; systemctl is-active -q firewalld && echo firewalld; } || :; nft list tables >/dev/null 2>&1 || echo none");

    private static readonly FactQuery.Unit Unit = new("edgestack-firewall.service");

    /// <summary>The ports at which sshd listens.</summary>
    public static FactQuery.Command SshPorts { get; } = new("mkdir -p /run/sshd; sshd -T 2>/dev/null | sed -n 's/^port //p'");

    public string Name => "base.firewall";

    public string Title => "lets in only who has a reason";

    public ImmutableArray<FactQuery> Queries => [RulesFile, UnitFile.Query, InForce, Others, Unit, SshPorts, NodeAddresses.Query];

    public bool NeedsConfirmation => true;

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[Others].Lines.FirstOrDefault() is { Length: > 0 } other && other != "none")
            return new StepOutcome.Unsupported($"{other} is active, and two firewalls are one too many (`firewall: {{ enabled: false }}` says that it stays)");
        if (rules(facts) is not { } wanted)
            return new StepOutcome.Blocked("the address of a node is not known while it cannot be asked", "write IP addresses into the inventory, or bring it up");
        ManagedFile file = new(RulesPath, Content.OfText(wanted.Text)) { Mode = "600", Check = "nft -c -f \"$1\"" };
        UnitState unit = new(Unit.Name, [file, UnitFile]) { Reloads = true };
        ImmutableArray<Difference.File> files = [.. new[] { file, UnitFile }.Select(one => one.Compare(facts.Own)).OfType<Difference.File>()];
        List<Difference> differences = [.. files];
        List<NodeAction> actions = [.. files.Select(one => new NodeAction.WriteFile(one.Wanted))];
        string[] tables = facts[InForce].Lines;
        if (unit.Compare(facts.Own) is { } state)
        {
            differences.AddRange(state.Differences);
            actions.Add(state.Action);
            // The unit alone would not take it back: without its file nothing is left that knows how it is stopped.
            actions.Add(new NodeAction.Run("look at the rules", "nft list table inet edgestack >/dev/null") { UndoScript = TakenBack });
        }
        else if (files.IsEmpty && tables is [var written, var inForce] && written != inForce)
        {
            differences.Add(new Difference.Value("table inet edgestack", "changed by hand", "as in the file"));
            actions.Add(new NodeAction.Run("load the rules", "systemctl reload edgestack-firewall.service") { UndoScript = TakenBack });
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions], Risk.Network);
    }
}
