using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Host;

/// <summary>Every part on every machine, against a file: <c>Goldens/pi4/loadavg.prom</c>.</summary>
public sealed class HostPartsTests
{
    // What is asked of the kernel by a call, or of the program itself, is not in a machine's files; they have tests of their own.
    private static readonly string[] NotInFiles = ["timex", "build_info"];

    public static TheoryData<string, string> Cases =>
        new(Machine.Names.SelectMany(machine => HostParts.All().Where(part => !NotInFiles.Contains(part.Name)).Select(part => (machine, part.Name))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_part_of_a_machine_is_read_as_written_down(string name, string partName)
    {
        using Machine machine = Machine.Of(name);
        IHostReading part = HostParts.All(new NodeOptions(), KernelOf(machine, name)).Single(part => part.Name == partName);
        Directory.CreateDirectory(GoldenCase.Beside($"Goldens/{name}"));
        GoldenCase.CheckFile(GoldenCase.Beside($"Goldens/{name}/{partName}.prom"), Reading.Of(new SampleWriter(), samples => part.Read(machine.Roots, samples)).Golden(machine.Path));
    }

    [Fact]
    public void Names_are_unique_and_those_that_are_off_are_there()
    {
        string[] names = [.. HostParts.All().Select(part => part.Name)];
        Assert.Equal(names.Distinct(), names);
        Assert.Subset(names.ToHashSet(), HostParts.OffByDefault.ToHashSet());
    }

    [Fact]
    public void A_part_that_is_switched_off_is_not_read_and_one_that_is_off_by_default_is_when_asked_for()
    {
        NodeOptions options = new() { Disabled = ["loadavg"], Enabled = ["swap"] };
        string[] wanted = [.. HostParts.Wanted(options, HostKernel.OfThisMachine()).Select(part => part.Name)];
        Assert.DoesNotContain("loadavg", wanted);
        Assert.Contains("swap", wanted);
        Assert.DoesNotContain("interrupts", wanted);
    }

    private static HostKernel KernelOf(Machine machine, string name) =>
        new(FakeMounts.Of(machine), new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 12, 0, 0, 500, TimeSpan.Zero)), name == "pi5" ? 16384 : 4096);
}
