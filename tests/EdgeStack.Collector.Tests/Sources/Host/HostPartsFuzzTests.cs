using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host;

/// <summary>Whatever stands in the machine's files, a part ends as one should and shows only numbers. Long runs: <c>tests/fuzz</c>.</summary>
public sealed class HostPartsFuzzTests
{
    private static readonly string[] Folders = ["proc", "sys", "etc", "usr", "run"];

    [Fact]
    public void Garbage_in_any_file_stops_no_part()
    {
        using Machine machine = Machine.Of("pi4");
        using Machine whole = Machine.Of("pi4");
        string[] files = [.. Folders.Where(folder => Directory.Exists(machine.In(folder))).SelectMany(folder => Directory.EnumerateFiles(machine.In(folder), "*", SearchOption.AllDirectories)).Where(file => new FileInfo(file).LinkTarget is null)];
        IReadOnlyList<IHostReading> parts = HostParts.All();
        SampleWriter samples = new();
        int next = 0;

        TestContext.Current.TestOutputHelper?.WriteLine($"{Fuzz.Run([.. files.Select(File.ReadAllText)], text =>
        {
            string file = files[next++ % files.Length];
            string content = File.ReadAllText(Path.Combine(whole.Path, Path.GetRelativePath(machine.Path, file)));
            File.WriteAllBytes(file, System.Text.Encoding.UTF8.GetBytes(text));
            foreach (IHostReading part in parts)
                Check(Reading.Of(samples, writer => Read(part, machine.Roots, writer)));
            File.WriteAllText(file, content);
        })} inputs");
    }

    // What the interface allows; the loop that reads parts makes a failure of it.
    private static SourceOutcome Read(IHostReading part, HostRoots roots, SampleWriter samples)
    {
        try
        {
            return part.Read(roots, samples);
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            return new SourceOutcome.Failed(fault.Message);
        }
    }

    private static void Check(Reading reading)
    {
        foreach (string line in reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            Assert.True(double.IsFinite(double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture)), line);
    }
}
