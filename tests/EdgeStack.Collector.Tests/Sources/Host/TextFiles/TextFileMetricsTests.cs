using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.TextFiles;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.TextFiles;

public sealed class TextFileMetricsTests : IDisposable
{
    private const string Folder = "var/lib/edgestack/textfile";
    private const string Error = "node_textfile_scrape_error";

    private readonly Machine _machine = Machine.With();
    private readonly SampleWriter _samples = new();
    private readonly TextFileMetrics _part;
    private string? _ours = "node_load1";

    public TextFileMetricsTests() => _part = new TextFileMetrics(new TextFileOptions(), name => name == _ours);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Files_of_several_scripts_share_a_family()
    {
        Write("a.prom", "# TYPE backup_last_success_timestamp_seconds gauge\nbackup_last_success_timestamp_seconds{job=\"a\"} 17\n");
        Write("b.prom", "# TYPE backup_last_success_timestamp_seconds gauge\nbackup_last_success_timestamp_seconds{job=\"b\"} 18\n");
        Write("c.txt", "ignored 1\n");
        File.SetLastWriteTimeUtc(_machine.In($"{Folder}/a.prom"), new DateTime(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc));

        Reading reading = Read();

        Assert.Equal("17", reading["backup_last_success_timestamp_seconds{job=\"a\"}"]);
        Assert.Equal("18", reading["backup_last_success_timestamp_seconds{job=\"b\"}"]);
        Assert.Equal("1795953600", reading["node_textfile_mtime_seconds{file=\"/var/lib/edgestack/textfile/a.prom\"}"]);
        Assert.Equal("0", reading[Error]);
        Assert.DoesNotContain("ignored", reading.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("half 1\nhalf")]
    [InlineData("x{a=\"1} 2\n")]
    [InlineData("x 1\nx 2\n")]
    [InlineData("x abc\n")]
    [InlineData("# TYPE x nonsense\nx 1\n")]
    [InlineData("\\xff\\xfe 1\n")]
    public void A_file_that_is_wrong_counts_for_nothing_and_the_others_count(string content)
    {
        Write("bad.prom", content);
        Write("good.prom", "good 1\n");

        Reading reading = Read();

        Assert.Same(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal("1", reading[Error]);
        Assert.Equal("1", reading["good"]);
        Assert.Contains("bad.prom", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal(["good 1"], reading.Text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("node_textfile_", StringComparison.Ordinal)));
        Assert.Null(reading["node_textfile_mtime_seconds{file=\"/var/lib/edgestack/textfile/bad.prom\"}"]);
    }

    [Fact]
    public void A_family_of_ours_is_not_taken_from_a_file()
    {
        Write("a.prom", "node_load1 99\nnode_textfile_scrape_error 0\nnode_reboot_required 1\n");

        Reading reading = Read();

        Assert.Null(reading["node_load1"]);
        Assert.Equal("1", reading["node_reboot_required"]);
        Assert.Equal("1", reading[Error]);
        Assert.Equal(2, reading.Problems.Count);
    }

    [Fact]
    public void A_family_of_a_part_that_cannot_be_read_at_the_moment_stays_ours()
    {
        Write("a.prom", "node_load1 99\n");
        Read();

        _ours = null;

        Assert.Null(Read()["node_load1"]);
    }

    [Fact]
    public void The_same_series_in_two_files_and_one_family_of_two_types_are_told()
    {
        Write("a.prom", "# TYPE x gauge\nx{a=\"1\"} 1\n# TYPE y gauge\ny 1\n");
        Write("b.prom", "# TYPE x gauge\nx{a=\"1\"} 2\n# TYPE y counter\ny 2\n");

        Reading reading = Read();

        Assert.Equal("1", reading["x{a=\"1\"}"]);
        Assert.Equal("1", reading["y"]);
        Assert.Equal(2, reading.Problems.Count);
        Assert.Equal("1", reading[Error]);
    }

    [Fact]
    public void What_is_taken_away_is_gone_and_what_is_repaired_counts_again()
    {
        Write("a.prom", "a 1\n");
        Write("b.prom", "b");
        Assert.Equal("1", Read()["a"]);

        _machine.Delete($"{Folder}/a.prom");
        Write("b.prom", "b 2\n");
        Reading reading = Read();

        Assert.Null(reading["a"]);
        Assert.Equal("2", reading["b"]);
        Assert.Equal("0", reading[Error]);
    }

    [Fact]
    public void A_histogram_keeps_its_parts()
    {
        Write("h.prom", "# HELP h How long.\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4\nh_count 3\n");

        Reading reading = Read();

        Assert.Contains("# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4\nh_count 3\n", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_is_refused_file_by_file()
    {
        for (int i = 0; i < 3; i++)
            Write($"{i}.prom", string.Concat(Enumerable.Range(0, 4000).Select(n => $"m{i}{{n=\"{n}\"}} 1\n")));
        Write("huge.prom", new string('#', (1024 * 1024) + 1));

        Reading reading = Read();

        Assert.Equal("1", reading["m0{n=\"3999\"}"]);
        Assert.Equal("1", reading["m1{n=\"3999\"}"]);
        Assert.Null(reading["m2{n=\"0\"}"]);
        Assert.Equal(2, reading.Problems.Count);
    }

    [Fact]
    public void A_link_to_something_without_an_end_is_refused_and_the_others_count()
    {
        _machine.Write("var/lib/edgestack/textfile/a.prom", "right 1\n");
        File.CreateSymbolicLink(_machine.In("var/lib/edgestack/textfile/b.prom"), "/dev/zero");
        Reading reading = Read();
        Assert.Equal("1", reading["right"]);
        Assert.StartsWith("/var/lib/edgestack/textfile/b.prom: ", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_told_and_has_no_time()
    {
        _machine.Write("var/lib/edgestack/textfile/a.prom", "right 1\n");
        File.CreateSymbolicLink(_machine.In("var/lib/edgestack/textfile/b.prom"), "/nowhere/c.prom");
        Reading reading = Read();
        Assert.Equal("/var/lib/edgestack/textfile/b.prom: it is gone, or a link that leads nowhere", Assert.Single(reading.Problems));
        Assert.DoesNotContain("node_textfile_mtime_seconds{file=\"/var/lib/edgestack/textfile/b.prom\"}", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_no_fault_and_a_missing_folder_is_none()
    {
        Assert.IsType<SourceOutcome.Absent>(Read().Outcome);

        Write("empty.prom", "");

        Assert.Equal("0", Read()[Error]);
    }

    [Fact]
    public void Whatever_a_script_writes_the_others_count() =>
        Gen.String.Sample(
            text =>
            {
                File.WriteAllText(_machine.Write($"{Folder}/good.prom", "good 1\n").In($"{Folder}/any.prom"), text);
                return Read()["good"] == "1";
            },
            iter: 200,
            threads: 1);

    private void Write(string name, string content) => _machine.Write($"{Folder}/{name}", content);

    private Reading Read() => Reading.Of(_samples, samples => _part.Read(_machine.Roots, samples));
}
