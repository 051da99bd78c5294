using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>The node's own name. Not after it has joined a k3s cluster, which knows it by the old one.</summary>
internal sealed class HostName(string name) : IStep
{
    private static readonly FactQuery.Command Names = new("cat /proc/sys/kernel/hostname; cat /etc/hostname; [ -e /etc/rancher/node/password ] && echo joined || echo free");

    public string Name => "base.hostname";

    public string Title => "the node's own name";

    public ImmutableArray<FactQuery> Queries => [Names];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[Names].Lines is not [var inForce, var written, var state])
            throw new FormatException("/etc/hostname cannot be read");
        if (inForce == name && written == name)
            return StepOutcome.Unchanged.Instance;
        if (state == "joined" && inForce != name)
            return new StepOutcome.Blocked($"it has joined a k3s cluster as '{inForce}', and would be a second node as '{name}'", $"call it '{inForce}' in the inventory, or remove it from the cluster first");
        return new StepOutcome.Change([new Difference.Value("host name", inForce == name ? written : inForce, name)],
            [new NodeAction.Run($"call it {name}", $"hostnamectl set-hostname {ShellText.Quote(name)}") { UndoScript = $"hostnamectl set-hostname {ShellText.Quote(written)}" }]);
    }
}
