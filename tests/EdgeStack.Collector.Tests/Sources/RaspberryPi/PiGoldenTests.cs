using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.RaspberryPi;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.RaspberryPi;

/// <summary>Both sources on every machine with the firmware of its board, against a file: <c>Goldens/pi4.prom</c>.</summary>
public sealed class PiGoldenTests
{
    public static TheoryData<string> Boards => new(Machine.Names);

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task A_board_is_read_as_written_down(string name)
    {
        using Machine machine = Machine.Of(name);
        FakeFirmware firmware = FakeFirmware.Of(name);

        Reading throttling = await Read(new PiThrottling(machine.Roots, firmware, TimeProvider.System));
        Reading hardware = await Read(new PiHardware(machine.Roots, firmware, TimeProvider.System));

        GoldenCase.CheckFile(GoldenCase.Beside($"Goldens/{name}.prom"), throttling.Golden(machine.Path) + hardware.Golden(machine.Path));
    }

    internal static async Task<Reading> Read(IMetricSource source, SampleWriter? samples = null)
    {
        samples ??= new SampleWriter();
        samples.Begin();
        SourceOutcome outcome = await source.ReadAsync(samples, TestContext.Current.CancellationToken);
        return Reading.Now(samples, outcome);
    }
}
