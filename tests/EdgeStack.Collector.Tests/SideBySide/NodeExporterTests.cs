using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Sources;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>Every part of the host, read on this machine between two scrapes of node_exporter: same families, types, labels and values.</summary>
public sealed class NodeExporterTests
{
    // A series that comes and goes, or moves faster than three readings, is equal in one of them; one that is wrong is wrong in all.
    private const int Rounds = 20;

    public static TheoryData<string> Collectors => new(HostParts.All().Select(NodeExporter.CollectorOf).Distinct());

    [Theory]
    [MemberData(nameof(Collectors))]
    public async Task A_part_of_this_machine_is_what_node_exporter_says(string collector)
    {
        string? program = ForeignExporter.Find(NodeExporter.Program);
        Assert.SkipWhen(program is null, $"{NodeExporter.Program} is not installed: the side-by-side run needs Debian's package of that name.");
        string help = await ForeignExporter.HelpOfAsync(program!);
        Assert.SkipUnless(NodeExporter.Has(help, collector), $"The installed {NodeExporter.Program} has no collector '{collector}'.");

        await using ForeignExporter theirs = await ForeignExporter.StartAsync(program!, ["--collector.disable-defaults", $"--collector.{collector}", .. NodeExporter.Options]);
        IHostReading[] parts = [.. HostParts.All().Where(part => NodeExporter.CollectorOf(part) == collector)];
        SampleWriter samples = new();
        Dictionary<string, string>? lasting = null;
        Scrape before = await theirs.ScrapeAsync();
        for (int round = 0; round < Rounds && lasting is not { Count: 0 }; round++)
        {
            Reading reading = Reading.Of(samples, writer => ReadAll(parts, writer));
            Scrape after = await theirs.ScrapeAsync();
            Dictionary<string, string> differences = Comparison.Differences(before, Scrape.Of(reading.Text), after, NodeExporter.Tolerances);
            lasting = differences.Where(difference => lasting?.ContainsKey(difference.Key) ?? true).ToDictionary();
            before = after;
            Assert.Empty(reading.Problems);
        }

        string unknown = NodeExporter.Unknown(lasting!);
        Assert.True(unknown.Length == 0, unknown);
    }

    private static SourceOutcome ReadAll(IEnumerable<IHostReading> parts, SampleWriter samples)
    {
        foreach (IHostReading part in parts)
        {
            if (part.Read(new HostRoots(), samples) is SourceOutcome.Failed failed)
                return failed;
        }

        return SourceOutcome.Ok;
    }
}
