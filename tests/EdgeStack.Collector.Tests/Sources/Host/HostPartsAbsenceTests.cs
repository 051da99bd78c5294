using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host;

public sealed class HostPartsAbsenceTests
{
    // What the kernel or the program itself tells is there without any file.
    private static readonly string[] WithoutFiles = ["time", "timex", "build_info"];

    public static TheoryData<string> Parts => [.. HostParts.All().Select(part => part.Name).Except(WithoutFiles)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_of_a_machine_without_files_shows_nothing_and_says_so(string name)
    {
        using Machine machine = Machine.With(("proc/version", ""));

        Reading reading = Reading.Of(new SampleWriter(), samples => ReadOf(HostParts.All().Single(part => part.Name == name), machine, samples));

        Assert.Empty(reading.Text);
        Assert.False(reading.Outcome is SourceOutcome.Read, $"{name} counts as read");
    }

    // A file that a part cannot do without is missing: the sampling makes that a failure.
    private static SourceOutcome ReadOf(IHostReading part, Machine machine, SampleWriter samples)
    {
        try
        {
            return part.Read(machine.Roots, samples);
        }
        catch (IOException missing)
        {
            return new SourceOutcome.Failed(missing.Message);
        }
    }
}
