using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>
/// The kernel counts the memory of groups of processes, which the kubelet needs and Raspberry Pi OS leaves off. Whether it does is asked of the kernel; the command line in the
/// boot partition is only the way there, and takes effect at the next boot.
/// </summary>
internal sealed class MemoryCgroup : IStep
{
    private static readonly FactQuery.Command InForce = new(
        "grep -qsw memory /sys/fs/cgroup/cgroup.controllers || awk '$1==\"memory\" && $4==1{found=1} END{exit !found}' /proc/cgroups && echo yes || echo no");

    // The first that is there; Raspberry Pi OS leaves a note where the file used to be.
    private static readonly FactQuery.Command Place = new(
        "for f in /boot/firmware/current/cmdline.txt /boot/firmware/cmdline.txt /boot/cmdline.txt; do [ -f $f ] && ! grep -q 'DO NOT EDIT' $f && { echo $f; cat $f; exit; }; done; echo none");

    public string Name => "base.cgroups";

    public string Title => "memory of containers is counted (from the next boot on)";

    public ImmutableArray<FactQuery> Queries => [InForce, Place];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[InForce].Text == "yes")
            return StepOutcome.Unchanged.Instance;
        if (facts[Place].Lines is not [var path, .. var lines] || path == "none")
            return new StepOutcome.Unsupported("this kernel does not count memory by group, and there is no cmdline.txt in which that could be changed");
        string now = string.Join('\n', lines);
        if (KernelCommandLine.WithMemoryCgroup(now) is not { } wanted)
            return new StepOutcome.Blocked($"{path} has {lines.Count(line => line.Trim().Length > 0)} lines, and only the first would be read at boot", "make it one line again");
        if (now == wanted)
            return new StepOutcome.Unsupported($"{path} asks for it, and the kernel that runs does not do it: `sudo reboot`, if it was not started anew since");
        ManagedFile file = new(path, Content.OfText($"{wanted}\n")) { Owner = null, Mode = null, Check = "[ \"$(wc -l <\"$1\")\" = 1 ]" };
        return new StepOutcome.Change(
            [new Difference.File(file, new FileFact("", "", "", [.. System.Text.Encoding.UTF8.GetBytes($"{now}\n")]))],
            // Beside it as well: a card that does not boot is read on another computer, which knows nothing of our folders.
            [new NodeAction.Run($"keep {path}", $"cp -n {ShellText.Quote(path)} {ShellText.Quote($"{path}.edgestack.bak")}") { UndoScript = $"rm -f {ShellText.Quote($"{path}.edgestack.bak")}" }, new NodeAction.WriteFile(file)],
            Risk.Reboot)
        {
            Warning = "takes effect when the node is started anew: `sudo reboot`",
        };
    }
}
