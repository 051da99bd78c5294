using System.Globalization;
using EdgeStack.Collector.Publishing.Instruments;
using EdgeStack.Collector.Publishing.Points;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Tests.Machines;
using EdgeStack.Collector.Tests.Scraping;

namespace EdgeStack.Collector.Tests.Publishing;

/// <summary>What the curated instruments make of what stands on the pages.</summary>
public sealed class InstrumentTests
{
    private const string Sources = "../Sources";

    public static TheoryData<string> MachineNames => [.. Machine.Names];

    public static TheoryData<string> Pages => [.. GoldenCase.Names("Pages")];

    [Theory]
    [MemberData(nameof(MachineNames))]
    public void A_machine_becomes_points(string machine) => GoldenCase.CheckFile(GoldenCase.Beside($"Goldens/{machine}.txt"), Text(Board.Of(TextsOf(machine))));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_cluster_and_a_database_become_points(string page)
    {
        GoldenCase golden = GoldenCase.Read("Pages", page);
        golden.Check(Text(Board.Of([("db.lan:3306", golden.Input)])));
    }

    [Fact]
    public void Every_instrument_makes_points_of_one_of_these_texts()
    {
        string[] silent = [.. InstrumentCatalogue.All.Select(instrument => instrument.Name).Except(Boards().SelectMany(board => InstrumentCatalogue.All.Where(instrument => instrument.Points(new BoardReading(board)).Any())).Select(instrument => instrument.Name))];
        Assert.Empty(silent);
    }

    [Fact]
    public void No_instrument_makes_two_points_that_nothing_tells_apart()
    {
        foreach (SourceBoard board in Boards())
        {
            foreach (Instrument instrument in InstrumentCatalogue.All)
                Assert.Empty(instrument.Points(new BoardReading(board)).GroupBy(point => point.Identity).Where(same => same.Count() > 1).Select(same => $"{instrument.Name} {same.First()}"));
        }
    }

    [Fact]
    public void What_another_program_exposes_is_not_taken_for_this_machine_s()
    {
        SourceBoard board = new([new FakeSource("loadavg", _ => SourceOutcome.Ok), new FakeSource("scraped/pi2", _ => SourceOutcome.Ok) { IsForeign = true }]);
        Board.Say(board.All[0], "node_load1 1\n", Board.Read);
        Board.Say(board.All[1], "node_load1{node=\"pi2\"} 2\nnode_load5{node=\"pi2\"} 2\n", Board.Read);
        Assert.Equal("system.cpu.load_average.1m gauge {thread} {} 1\n", Text(board));
    }

    [Fact]
    public void An_instrument_stands_once_in_the_catalogue_under_a_name_of_OpenTelemetry_s_kind()
    {
        Assert.Equal(InstrumentCatalogue.All.Select(instrument => instrument.Name).Distinct().Count(), InstrumentCatalogue.All.Length);
        Assert.All(InstrumentCatalogue.All, instrument => Assert.Matches("^(system|hw|nfs|k8s|mysql|edgestack)(\\.[a-z0-9_]+)+$", instrument.Name));
        Assert.All(InstrumentCatalogue.All, instrument => Assert.EndsWith(".", instrument.Description));
    }

    [Fact]
    public void Families_of_kubelets_that_are_asked_for_are_among_those_that_are_shown()
    {
        HashSet<string> shown = [.. KubeletPages.All.SelectMany(page => page.Families).Select(family => family.Family.Name)];
        string[] asked = [.. InstrumentCatalogue.All.SelectMany(instrument => instrument.Rules).OfType<PointRule.SampleRule>().Select(rule => rule.Family)
            .Where(name => name.StartsWith("container_", StringComparison.Ordinal) || name.StartsWith("pod_", StringComparison.Ordinal) || name is "node_cpu_usage_seconds_total" or "node_memory_working_set_bytes")];
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(shown));
    }

    internal static string Text(SourceBoard board)
    {
        BoardReading reading = new(board);
        return string.Concat(InstrumentCatalogue.All.SelectMany(instrument => instrument.Points(reading).Select(point => string.Create(CultureInfo.InvariantCulture,
            $"{instrument.Name} {instrument.Kind.ToString().ToLowerInvariant()} {instrument.Unit} {{{string.Join(", ", point.Attributes)}}} {point.Value:R}\n"))));
    }

    private static IEnumerable<SourceBoard> Boards() =>
        [.. Machine.Names.Select(machine => Board.Of(TextsOf(machine))), .. GoldenCase.Names("Pages").Select(page => Board.Of([("db.lan:3306", GoldenCase.Read("Pages", page).Input)]))];

    // What could not be read stands there after an exclamation mark.
    private static IEnumerable<string> TextsOf(string machine) =>
        Directory.EnumerateFiles(GoldenCase.Beside($"{Sources}/Host/Goldens/{machine}"), "*.prom").Append(GoldenCase.Beside($"{Sources}/RaspberryPi/Goldens/{machine}.prom")).Order(StringComparer.Ordinal)
            .Select(file => string.Concat(File.ReadAllLines(file).Where(line => !line.StartsWith('!')).Select(line => line + "\n")));
}
