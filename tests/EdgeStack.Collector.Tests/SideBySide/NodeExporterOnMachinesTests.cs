using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Tests.Machines;
using EdgeStack.Collector.Tests.Sources;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>
/// node_exporter on our machines of files: what this machine does not have (frequencies, throttling, schedstat, the columns of other kernels) is held against it too. Nothing
/// moves there, so that every value is equal.
/// </summary>
public sealed class NodeExporterOnMachinesTests
{
    // Those that read nothing but files, on either side. A part that does not stand here is compared on the real machine only.
    private static readonly string[] Collectors =
    [
        "loadavg", "cpu", "cpufreq", "stat", "schedstat", "interrupts", "meminfo", "vmstat", "pressure", "netstat", "sockstat", "softnet", "udp_queues", "conntrack", "arp", "processes", "entropy", "filefd", "os",
    ];

    // Where we differ on one machine for a reason.
    private static readonly Dictionary<(string Machine, string Collector), string> NotAlike = new()
    {
        [("pi5", "cpu")] = "Debian's version shows a processor that is off with times of 0; newer ones and ours show none.",
        [("pi5", "softnet")] = "Debian's version numbers the lines; with a processor off, newer ones and we take the number that is in them.",
        [("x86", "sockstat")] = "The file holds a negative count, which we report and leave out.",
    };

    /// <summary>Without the container, whose network is process 1's: node_exporter does not look there.</summary>
    public static TheoryData<string> OfFiles => [.. Machine.Names.Where(name => name != "container")];

    [Theory]
    [MemberData(nameof(OfFiles))]
    public async Task A_machine_of_files_is_what_node_exporter_says(string name)
    {
        string? program = ForeignExporter.Find(NodeExporter.Program);
        Assert.SkipWhen(program is null, $"{NodeExporter.Program} is not installed: the side-by-side run needs Debian's package of that name.");
        string help = await ForeignExporter.HelpOfAsync(program!);
        using Machine machine = Machine.Of(name);
        ILookup<string, IHostReading> parts = HostParts.All().ToLookup(NodeExporter.CollectorOf);
        string[] collectors = [.. Collectors.Where(collector => NodeExporter.Has(help, collector) && !NotAlike.ContainsKey((name, collector)))];
        await using ForeignExporter theirs = await ForeignExporter.StartAsync(program!,
        [
            "--collector.disable-defaults", .. collectors.Select(collector => $"--collector.{collector}"), .. NodeExporter.Options,
            $"--path.procfs={machine.Roots.Proc}", $"--path.sysfs={machine.Roots.Sys}", $"--path.rootfs={machine.Roots.RootFs}", $"--path.udev.data={machine.Roots.InUdev("data")}",
        ]);

        List<string> compared = [], unknown = [];
        foreach (string collector in collectors)
        {
            Scrape scrape = await theirs.ScrapeAllAsync($"?collect[]={collector}");
            // It gives a collector up as a whole where we leave out what is wrong.
            if (scrape.Values[$"node_scrape_collector_success{{collector=\"{collector}\"}}"] == 0)
                continue;
            compared.Add(collector);
            scrape = scrape.Without("go_", "process_", "promhttp_", "node_scrape_collector_");
            Reading ours = Reading.Of(new SampleWriter(), samples =>
            {
                foreach (IHostReading part in parts[collector])
                    part.Read(machine.Roots, samples);
                return SourceOutcome.Ok;
            });
            string differences = NodeExporter.Unknown(Comparison.Differences(scrape, Scrape.Of(ours.Text), scrape, []));
            if (differences.Length > 0)
                unknown.Add($"{collector}:\n{differences}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {string.Join(' ', compared)}; given up by node_exporter: {string.Join(' ', collectors.Except(compared))}");
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
        Assert.Superset(new HashSet<string> { "loadavg", "stat", "meminfo", "filefd" }, compared.ToHashSet());
    }
}
