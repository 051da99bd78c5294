using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host;

/// <summary>Every part on every machine, against a file: <c>Goldens/pi4/loadavg.prom</c>.</summary>
public sealed class HostPartsTests
{
    public static TheoryData<string, string> Cases => new(Machine.Names.SelectMany(machine => HostParts.All().Select(part => (machine, part.Name))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_part_of_a_machine_is_read_as_written_down(string name, string partName)
    {
        using Machine machine = Machine.Of(name);
        IHostReading part = HostParts.All(FakeMounts.Of(machine)).Single(part => part.Name == partName);
        Directory.CreateDirectory(GoldenCase.Beside($"Goldens/{name}"));
        GoldenCase.CheckFile(GoldenCase.Beside($"Goldens/{name}/{partName}.prom"), Reading.Of(new SampleWriter(), samples => part.Read(machine.Roots, samples)).Golden(machine.Path));
    }
}
