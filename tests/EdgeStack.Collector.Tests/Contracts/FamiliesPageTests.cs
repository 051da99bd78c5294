using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Sources.Host.Systemd;
using EdgeStack.Collector.Tests.Machines;
using EdgeStack.Collector.Tests.Sources;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/node-metrics.md, made from the golden files: every family of the machine that one of the test machines shows.</summary>
public sealed partial class FamiliesPageTests
{
    private const string Host = "../Sources/Host/Goldens", RaspberryPi = "../Sources/RaspberryPi/Goldens";

    [Fact]
    public void The_page_of_a_machine_s_families_names_what_the_golden_files_show() =>
        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "node-metrics.md"), Text());

    private static string Text()
    {
        StringBuilder page = new();
        page.AppendLine("# Metrics of a machine");
        page.AppendLine();
        page.AppendLine("`/metrics/node`. Made by a test from `tests/EdgeStack.Collector.Tests/Sources/Host/Goldens` and its neighbour for the Raspberry Pi (`UPDATE_GOLDENS=1` renews it): what a Pi 2, 4 and 5, a PC and a");
        page.AppendLine("container show, and what the kernel says of the clock, under the names of node_exporter's collectors. Names that begin with `edgestack_` are ours alone. Differences from node_exporter: [exporter-differences.md](exporter-differences.md).");
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"A machine is read every 15 s, unless it is set otherwise. Less often: {string.Join("; ", Seldom())}. What devices are (of `netclass`, `diskstats`, `hwmon`), which");
        page.AppendLine("changes when a person or a driver changes it, is up to a minute old, and what they do is not.");
        page.AppendLine();
        page.AppendLine("| part | family | type | labels | what |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (IGrouping<string, string> part in Files().Select(file => (file.Part, Text: File.ReadAllText(file.Path))).Append((Part: "timex", Text: Clock())).GroupBy(file => file.Part, file => file.Text, StringComparer.Ordinal).OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            foreach ((string name, string type, string labels, string help) in Families(part))
                page.AppendLine(CultureInfo.InvariantCulture, $"| {part.Key} | `{name}` | {type} | {labels} | {help} |");
        }

        return page.ToString();
    }

    private static IEnumerable<string> Seldom() => HostParts.All().Where(part => part.Every > TimeSpan.Zero).Select(part => (part.Name, part.Every)).Append((Name: "systemd", Every: OfSystemd()))
        .GroupBy(part => part.Every).OrderBy(parts => parts.Key).Select(parts => $"{string.Join(", ", parts.Select(part => $"`{part.Name}`").Order(StringComparer.Ordinal))} every {parts.Key.TotalMinutes} min");

    private static TimeSpan OfSystemd()
    {
        using SystemdSource source = new(new SystemdOptions());
        return source.Every;
    }

    // The kernel is asked for it, and no folder of a machine has it.
    private static string Clock() => Reading.Of(new SampleWriter(), samples => new ClockDiscipline(() => (0, default)).Read(new HostRoots(), samples)).Text;

    private static IEnumerable<(string Part, string Path)> Files() =>
    [
        .. Machine.Names.SelectMany(machine => Directory.EnumerateFiles(GoldenCase.Beside($"{Host}/{machine}"), "*.prom")).Select(file => (Path.GetFileNameWithoutExtension(file), file)),
        .. Directory.EnumerateFiles(GoldenCase.Beside(RaspberryPi), "*.prom").Select(file => ("raspberrypi", file)),
    ];

    private static IEnumerable<(string Name, string Type, string Labels, string Help)> Families(IEnumerable<string> texts)
    {
        Dictionary<string, (string Type, SortedSet<string> Labels, string Help)> families = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            Dictionary<string, string> help = Comments(text, "# HELP ");
            foreach ((string name, string type) in Comments(text, "# TYPE "))
            {
                SortedSet<string> labels = families.TryGetValue(name, out (string, SortedSet<string> Labels, string) known) ? known.Labels : new SortedSet<string>(StringComparer.Ordinal);
                foreach (string line in text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)))
                    labels.UnionWith(Label().Matches(line).Select(match => match.Groups[1].Value));
                families[name] = (type, labels, help.GetValueOrDefault(name, ""));
            }
        }

        return families.OrderBy(family => family.Key, StringComparer.Ordinal)
            .Select(family => (family.Key, family.Value.Type, string.Join(", ", family.Value.Labels.Select(label => $"`{label}`")), family.Value.Help.Replace("|", "\\|", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> Comments(string text, string beginning) => text.Split('\n')
        .Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Select(line => line[beginning.Length..].Split(' ', 2)).ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);

    [GeneratedRegex("""(?:\{|",)([a-z_]+)=""")]
    private static partial Regex Label();
}
