using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>Whether the node can be worked on at all. Changes nothing; what it finds stops everything else on that node.</summary>
internal sealed class Preflight(Cluster cluster) : IStep
{
    // apt's lists and a package or two.
    private const long LeastFreeKilobytes = 200 * 1024;

    private static readonly FactQuery.Command Machine = new(
        """
        . /etc/os-release; echo "$ID $VERSION_ID"
        dpkg --print-architecture 2>/dev/null || echo none
        cat /proc/1/comm
        cat /etc/machine-id 2>/dev/null || echo none
        df -Pk /var | awk 'NR==2{print $4}'
        """);

    public string Name => "base.preflight";

    public string Title => "whether the node can be worked on";

    public ImmutableArray<FactQuery> Queries => [Machine];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[Machine].Lines is not [var system, var architecture, var first, var machine, var free])
            throw new FormatException("it does not say what it is");
        StepOutcome? obstacle = Judge(facts, system, architecture, first) ?? JudgeDisk(free) ?? JudgeOthers(facts, machine);
        return obstacle ?? StepOutcome.Unchanged.Instance;
    }

    private static StepOutcome.Blocked? Judge(NodeFacts facts, string system, string architecture, string first) =>
        architecture == "none" ? new StepOutcome.Blocked($"{system} has no dpkg", "Debian 12 and 13, Raspberry Pi OS and Ubuntu from 22.04 are what this works on")
        : architecture == "armel" ? new StepOutcome.Blocked("it is an ARMv6 machine (Pi 1, Pi Zero), for which neither k3s nor we have programs", $"take {facts.Node.Name} out of the inventory")
        : first != "systemd" ? new StepOutcome.Blocked($"its first process is {first}, not systemd", "boot it with systemd")
        : null;

    private static StepOutcome.Blocked? JudgeDisk(string free) => long.TryParse(free, CultureInfo.InvariantCulture, out long kilobytes) && kilobytes < LeastFreeKilobytes
        ? new StepOutcome.Blocked($"/var has {kilobytes / 1024} MiB left, and {LeastFreeKilobytes / 1024} are needed", "`sudo apt-get clean` and `sudo journalctl --vacuum-size=100M` make room; `sudo du -xh /var | sort -h | tail` shows what takes it")
        : null;

    private StepOutcome.Blocked? JudgeOthers(NodeFacts facts, string machine)
    {
        foreach (Node other in cluster.Nodes.Where(node => node.Name != facts.Node.Name))
        {
            if (!facts.All.TryGetValue(other.Name, out Facts? its) || its[Machine].Lines is not [_, _, _, var itsMachine, _])
                continue;
            if (machine == itsMachine && machine != "none")
                return new StepOutcome.Blocked($"it has the machine-id of {other.Name}: one disk was copied from the other", "`sudo rm /etc/machine-id && sudo systemd-machine-id-setup`, then start it anew");
        }

        return null;
    }
}
