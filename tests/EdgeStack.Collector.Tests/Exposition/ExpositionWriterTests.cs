using System.Text;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

public sealed class ExpositionWriterTests
{
    private static readonly string? Promtool = new[] { "/usr/bin/promtool", "/usr/local/bin/promtool" }.FirstOrDefault(File.Exists);

    [Theory]
    [InlineData("written.txt", false)]
    [InlineData("written.openmetrics.txt", true)]
    public void Families_of_every_kind_are_written_as_in_the_file(string file, bool isOpen)
    {
        GoldenCase.CheckFile(GoldenCase.Beside(file), Exposed.Text(Pages(), isOpen ? ExpositionFormat.OpenMetrics : ExpositionFormat.PlainText));
    }

    [Fact]
    public void A_counter_beside_a_family_of_its_name_without_total_is_of_no_known_type_in_OpenMetrics()
    {
        SampleWriter samples = new();
        samples.Begin();
        samples.Add(Family.Gauge("x", "A gauge."), 1);
        samples.Add(Family.Counter("x_total", "A counter."), 2);
        samples.Add(Family.Counter("y_total", "Another one."), 3);

        string text = Exposed.Text(samples.Take(), ExpositionFormat.OpenMetrics);

        Assert.Equal("# HELP x A gauge.\n# TYPE x gauge\nx 1\n# HELP x_total A counter.\n# TYPE x_total unknown\nx_total 2\n# HELP y Another one.\n# TYPE y counter\ny_total 3\n# EOF\n", text);
        Assert.Equal(3, Exposed.Families(text, ExpositionFormat.OpenMetrics).Count);
    }

    [Fact]
    public async Task Promtool_has_nothing_to_say_about_what_is_written()
    {
        Assert.SkipWhen(Promtool is null, "promtool (Debian: prometheus) is not installed");

        // The families whose names are not ours to choose are not what it likes; ours are.
        IEnumerable<FamilySamples> ours = Pages().Where(family => family.Family.Name.StartsWith("edgestack_", StringComparison.Ordinal));
        BufferedCommandResult said = await Cli.Wrap(Promtool!).WithArguments(["check", "metrics"]).WithStandardInputPipe(PipeSource.FromString(Exposed.Text(ours, ExpositionFormat.PlainText)))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), (said.ExitCode, said.StandardOutput, said.StandardError));
    }

    [Fact]
    public async Task Promtool_reads_whatever_is_written()
    {
        Assert.SkipWhen(Promtool is null, "promtool (Debian: prometheus) is not installed");

        string text = Exposed.Text(Pages(), ExpositionFormat.PlainText);
        BufferedCommandResult said = await Cli.Wrap(Promtool!).WithArguments(["check", "metrics"]).WithStandardInputPipe(PipeSource.FromString(text))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        // 1 is a text that cannot be read, 3 one that can and has names that promtool does not like.
        Assert.Equal(3, said.ExitCode);
        Assert.All(said.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("node_", line, StringComparison.Ordinal));
    }

    private static System.Collections.Immutable.ImmutableArray<FamilySamples> Pages()
    {
        SampleWriter samples = new([new("cluster", "home")]);
        samples.Begin();
        Family requests = Family.Counter("edgestack_demo_requests_total", "Requests, \"all\" of them.\nSecond line \\ end.", "path", "code");
        samples.Add(requests, 3, "/a \"b\" \\ \n ü 😀 }{,= #", "200");
        samples.Add(requests, 9007199254740992, "", "");
        samples.Add(requests, 1e300, "\0\ud800", "500");
        Family heat = Family.Gauge("edgestack_demo_celsius", "How warm it is.", "cluster", "at");
        double[] values = [0, -0.0, 0.1, -273.15, 1e-7, 1e21, 123456789.125, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        for (int i = 0; i < values.Length; i++)
            samples.Add(heat, values[i], "own", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i}"));
        Family duration = Family.Of("edgestack_demo_duration_seconds", FamilyKind.Histogram, "How long it takes.");
        SeriesShape bucket = duration.Shape("_bucket", "le");
        samples.Add(bucket, 1, "0.3");
        samples.Add(bucket, 2, "+Inf");
        samples.Add(duration.Shape("_sum"), 1.5);
        samples.Add(duration.Shape("_count"), 2);
        Family size = Family.Of("edgestack_demo_size_bytes", FamilyKind.Summary, "How much it is.");
        samples.Add(size.Shape("", "quantile"), 12, "0.5");
        samples.Add(size.Shape("_sum"), 24);
        samples.Add(size.Shape("_count"), 2);
        samples.Add(Family.Counter("node_intr", "A counter whose name is not as OpenMetrics wants it."), 5);
        samples.Add(Family.UntypedCounter("node_netstat_Tcp_InSegs", "A counter that is printed as untyped."), 6);
        samples.Add(Family.Untyped("node_odd_total", ""), 7);
        return samples.Take();
    }
}
