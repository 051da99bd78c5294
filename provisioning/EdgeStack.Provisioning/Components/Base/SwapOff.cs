using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>No swap on a disk: it wears an SD card out. What is compressed in memory (zram) stays. The mechanism is looked for, not the name of the system.</summary>
internal sealed class SwapOff : IStep
{
    private const string Legacy = "dphys-swapfile.service";

    // The kernel's own list; a container sees its host's.
    private static readonly FactQuery.Command Swaps = new("sed 1d /proc/swaps | awk '{print $1}'; echo kind; systemd-detect-virt -c; [ -e /etc/rpi/swap.conf ] && echo rpi-swap; grep -Ec '^[^#]\\S*\\s+\\S+\\s+swap\\s' /etc/fstab");

    private static readonly FactQuery.Unit LegacyUnit = new(Legacy);

    private static readonly ManagedFile RaspberryPi = new("/etc/rpi/swap.conf.d/edgestack.conf", Content.OfText("# managed by edgestack: base.swap\n[Main]\nMechanism=zram\n"));

    public string Name => "base.swap";

    public string Title => "no swap on a disk";

    public ImmutableArray<FactQuery> Queries => [Swaps, LegacyUnit, RaspberryPi.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        string[] lines = facts[Swaps].Lines;
        int kind = Array.IndexOf(lines, "kind");
        if (kind < 0)
            throw new FormatException("/proc/swaps cannot be read");
        string[] onDisk = [.. lines[..kind].Where(name => !name.StartsWith("/dev/zram", StringComparison.Ordinal))], about = lines[(kind + 1)..];
        if (about.Contains("rpi-swap"))
            return JudgeRaspberryPi(facts, onDisk);
        UnitFact unit = facts.Of(LegacyUnit);
        if (unit.IsThere && (unit.IsEnabled || unit.IsActive))
            return new StepOutcome.Change([new Difference.Value(Legacy, unit.State, "stopped"), .. onDisk.Select(name => new Difference.Value($"swap {name}", "on", "off"))],
                [new NodeAction.Run("turn its swap off", "dphys-swapfile swapoff") { UndoScript = "dphys-swapfile swapon || :" }, new NodeAction.StopUnit(Legacy, unit)]);
        if (about.LastOrDefault() is { } inTable && inTable != "0")
            return new StepOutcome.Blocked("/etc/fstab has swap, which we did not make", "take the line out and `sudo swapoff -a`, or say `swap: keep`");
        return onDisk.Length == 0 ? StepOutcome.Unchanged.Instance
            : about[0] is not ("none" or "") ? new StepOutcome.Unsupported("the swap of a container is its host's")
            : new StepOutcome.Blocked($"{string.Join(", ", onDisk)} is in use, and nothing that we know turned it on", "`sudo swapoff` it and look for what turns it on (`systemctl list-units --type swap`), or say `swap: keep`");
    }

    private static StepOutcome JudgeRaspberryPi(NodeFacts facts, string[] onDisk) => RaspberryPi.Compare(facts.Own) is { } file
        ? new StepOutcome.Change([file], [new NodeAction.WriteFile(RaspberryPi)], Risk.Reboot) { Warning = "takes effect when the node is started anew: `sudo reboot`" }
        : onDisk.Length > 0 ? new StepOutcome.Unsupported($"{string.Join(", ", onDisk)} is in use until the node is started anew: `sudo reboot`")
        : StepOutcome.Unchanged.Instance;
}
