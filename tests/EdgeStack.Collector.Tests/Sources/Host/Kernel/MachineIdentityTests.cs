using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Kernel;

public sealed class MachineIdentityTests
{
    private const string First = "uts:[4026531838]", Pod = "uts:[4026532700]";

    [Theory]
    [InlineData(First, First, "pi4", "", "pod-1")]
    [InlineData(First, null, "pi4", "", "pod-1")]
    [InlineData(Pod, Pod, "pi4", "", "pod-1")]
    [InlineData(Pod, First, "pi4", "", "pi4")]
    [InlineData(Pod, null, "pi4", "", "pi4")]
    [InlineData(Pod, First, null, "", "pod-1")]
    [InlineData(Pod, First, "\n# none\n", "", "pod-1")]
    [InlineData(null, null, "pi4", "", "pod-1")]
    [InlineData(Pod, First, "pi4", "node-7", "node-7")]
    [InlineData(First, First, "pi4", "node-7", "node-7")]
    public void The_machines_name_is_found_from_within_a_pod(string? own, string? firsts, string? file, string told, string name)
    {
        using Machine machine = Machine.With(("proc/sys/kernel/ostype", "Linux\n"), ("proc/sys/kernel/osrelease", "6.6\n"), ("proc/sys/kernel/hostname", "pod-1\n"));
        if (file is not null)
            machine.Write("etc/hostname", file + "\n");
        Link(machine, "proc/self/ns", own);
        Link(machine, "proc/1/ns", firsts);

        Reading reading = Reading.Of(new SampleWriter(), samples => new MachineIdentity(told).Read(machine.Roots, samples));

        Assert.Contains($"nodename=\"{name}\"", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_without_a_file_for_its_architecture_is_asked_by_a_call()
    {
        using Machine machine = Machine.With(("proc/sys/kernel/ostype", "Linux\n"), ("proc/sys/kernel/osrelease", "5.10\n"));

        Assert.Contains($"machine=\"{File.ReadAllText("/proc/sys/kernel/arch").Trim()}\"", Reading.Of(new SampleWriter(), samples => new MachineIdentity().Read(machine.Roots, samples)).Text, StringComparison.Ordinal);
    }

    private static void Link(Machine machine, string folder, string? target)
    {
        if (target is null)
            return;
        Directory.CreateDirectory(machine.In(folder));
        File.CreateSymbolicLink(machine.In($"{folder}/uts"), target);
    }
}
