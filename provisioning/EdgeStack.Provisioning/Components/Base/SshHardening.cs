using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>
/// sshd takes keys only. That a key works has been shown: we are in, and never with a password. It takes itself back unless a new connection succeeds.
/// </summary>
internal sealed class SshHardening : IStep
{
    private static readonly ImmutableArray<(string Keyword, string Value, string Shown)> Settings =
    [
        ("PasswordAuthentication", "no", "no"),
        ("KbdInteractiveAuthentication", "no", "no"),
        ("PermitRootLogin", "prohibit-password", "without-password"),
        ("X11Forwarding", "no", "no"),
        ("MaxAuthTries", "4", "4"),
    ];

    private readonly ManagedFile _file = new("/etc/ssh/sshd_config.d/10-edgestack.conf", Content.OfText(
        $"# managed by edgestack: base.ssh\n{string.Concat(Settings.Select(setting => $"{setting.Keyword} {setting.Value}\n"))}"))
    {
        Mode = "600",
        Check = "mkdir -p /run/sshd; sshd -t -f \"$1\"",
    };

    private static readonly FactQuery.Command InForce = new("mkdir -p /run/sshd; sshd -T");

    private readonly UnitState _unit;

    public SshHardening() => _unit = new UnitState("ssh.service", [_file]) { Reloads = true };

    public string Name => "base.ssh";

    public string Title => "logins by key only";

    public ImmutableArray<FactQuery> Queries => [_file.Query, InForce, _unit.Query];

    public bool NeedsConfirmation => true;

    public StepOutcome Judge(NodeFacts facts)
    {
        string[] now = facts[InForce].Lines;
        if (now.Length == 0)
            return new StepOutcome.Blocked("sshd does not understand its configuration as it is", "`sudo sshd -t` on the node names the line");
        List<Difference> differences = [.. Settings
            .Select(setting => (setting, Now: now.FirstOrDefault(line => line.StartsWith($"{setting.Keyword.ToLowerInvariant()} ", StringComparison.Ordinal))?.Split(' ', 2)[1]))
            .Where(pair => pair.Now != pair.setting.Shown).Select(pair => new Difference.Value($"sshd {pair.setting.Keyword}", pair.Now, pair.setting.Value))];
        List<NodeAction> actions = [];
        if (_file.Compare(facts.Own) is { } file)
        {
            differences.Insert(0, file);
            actions.Add(new NodeAction.WriteFile(_file));
        }

        UnitFact server = facts.Of(_unit.Query);
        if (server.IsEnabled && _unit.Compare(facts.Own) is { } unit)
        {
            differences.AddRange(unit.Differences);
            actions.Add(unit.Action);
        }
        else if (!server.IsEnabled && server.IsActive && actions.Count > 0)
            // Started by its socket (Ubuntu), and running on: it is not ours to enable, and has to read its configuration all the same.
            actions.Add(new NodeAction.Run("let sshd read its configuration", "systemctl reload ssh.service") { UndoScript = "systemctl reload ssh.service || :" });

        return actions.Count > 0 ? new StepOutcome.Change([.. differences], [.. actions], Risk.Network)
            : differences.Count > 0 ? new StepOutcome.Blocked($"another file of sshd says otherwise ({string.Join(", ", differences.Select(DifferenceText.Short))})", "`grep -rn '' /etc/ssh/sshd_config.d` shows which comes first")
            : StepOutcome.Unchanged.Instance;
    }
}
