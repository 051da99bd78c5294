using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

public sealed class ExpositionReaderTests
{
    public static TheoryData<string> Goldens => new(GoldenCase.Names("Reader"));

    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_text_is_read_as_written_down(string file)
    {
        GoldenCase golden = GoldenCase.Read("Reader", file);
        ExpositionFormat format = file.Contains("openmetrics", StringComparison.Ordinal) ? ExpositionFormat.OpenMetrics : ExpositionFormat.PlainText;

        golden.Check(Exposed.Text(Exposed.Families(golden.Input, format), ExpositionFormat.PlainText));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("+1", 1)]
    [InlineData("-1", -1)]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("007", 7)]
    [InlineData("1e3", 1000)]
    [InlineData("1E+3", 1000)]
    [InlineData("1.5e-3", 0.0015)]
    [InlineData("1e-999", 0)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("1.7976931348623157e+308", double.MaxValue)]
    [InlineData("NaN", double.NaN)]
    [InlineData("nan", double.NaN)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("INFINITY", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("-infinity", double.NegativeInfinity)]
    public void Numbers_are_read_in_all_their_forms(string text, double value)
    {
        Assert.Equal(value, Exposed.Families($"x {text}\n").Single().Samples.Single().Value);
        Assert.Equal(value, Exposed.Families($"x {text}\n# EOF\n", ExpositionFormat.OpenMetrics).Single().Samples.Single().Value);
    }

    [Theory]
    [InlineData("1700000000000", false)]
    [InlineData("-1", false)]
    [InlineData("9223372036854775807", false)]
    [InlineData("-9223372036854775808", false)]
    [InlineData("1700000000.123", true)]
    [InlineData("-1e300", true)]
    public void A_time_near_or_far_is_dropped(string time, bool isOpen)
    {
        string text = $"x 3 {time}\n" + (isOpen ? "# EOF\n" : "");
        ExpositionFormat format = isOpen ? ExpositionFormat.OpenMetrics : ExpositionFormat.PlainText;

        Assert.Equal("# TYPE x untyped\nx 3\n", Exposed.Text(Exposed.Families(text, format), ExpositionFormat.PlainText));
    }

    [Fact]
    public void A_text_without_a_sample_has_no_families()
    {
        Assert.Empty(Exposed.Families(""));
        Assert.Empty(Exposed.Families("\n# HELP x a\n# TYPE x gauge\n"));
        Assert.Empty(Exposed.Families("# TYPE x gauge\n# EOF", ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public void A_byte_that_is_no_UTF_8_refuses_the_text_with_its_line()
    {
        byte[] text = [.. "x 1\n# a remark\ny{a=\""u8, 0xff, .. "\"} 1\n"u8];

        ExpositionReading.Malformed refused = Assert.IsType<ExpositionReading.Malformed>(new ExpositionReader().Read(text, ExpositionFormat.PlainText));

        Assert.Equal((3, "the line is not UTF-8"), (refused.Line, refused.Why));
    }

    public static TheoryData<string, int, string> TooMuch => new()
    {
        { string.Concat(Enumerable.Range(0, 11).Select(i => $"x{{i=\"{i}\"}} 1\n")), 11, "more than 10 samples" },
        { string.Concat(Enumerable.Range(0, 11).Select(i => $"# TYPE x{i} gauge\n")), 11, "more than 10 families" },
        { "x{a=\"1\",b=\"1\",c=\"1\",d=\"1\"} 1\n", 1, "more than 3 labels" },
        { "a 1\nx{a=\"123456789\"} 1\n", 2, "longer than 8 bytes" },
        { "# HELP x 123456789\n", 1, "longer than 8 bytes" },
        { "abcdefg 1\n", 1, "longer than 6 bytes" },
        { "x{abcdefg=\"1\"} 1\n", 1, "longer than 6 bytes" },
        { "#" + new string(' ', 300) + "\n", 1, "longer than 300 bytes" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void More_than_the_limits_allow_is_refused_as_a_whole(string text, int line, string why)
    {
        ExpositionLimits limits = new() { Bytes = 300, Samples = 10, Labels = 3, NameLength = 6, ValueLength = 8 };

        ExpositionReading.Limited refused = Assert.IsType<ExpositionReading.Limited>(Exposed.Read(text, ExpositionFormat.PlainText, limits));

        Assert.Equal(line, refused.Line);
        Assert.Contains(why, refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_exactly_the_limit_is_read()
    {
        ExpositionLimits limits = new() { Bytes = 100, Samples = 2, Labels = 1, NameLength = 6, ValueLength = 8 };
        string text = "x{abcdef=\"12345678\"} 1\nabcdef 1\n";

        Assert.IsType<ExpositionReading.Whole>(Exposed.Read(text + new string('\n', 100 - text.Length), ExpositionFormat.PlainText, limits));
    }

    [Fact]
    public void A_message_quotes_little_and_no_control_characters()
    {
        Assert.Equal("1: 'a?[31m" + new string('b', 34) + "…' is no number", Exposed.Refusal($"x a\u001b[31m{new string('b', 5000)}\n", ExpositionFormat.PlainText));
    }

    [Fact]
    public void A_series_that_was_there_before_is_the_same_object()
    {
        ExpositionReader reader = new();
        ImmutableArray<FamilySamples> first = Read(reader, "# HELP x a\n# TYPE x gauge\nx{a=\"1\",b=\"\"} 1\nx{a=\"2\"} 1\n"), second = Read(reader, "# HELP x a\n# TYPE x gauge\nx{a=\"2\"} 2\nx{a=\"3\"} 2\n");

        Assert.Same(first.Single().Family, second.Single().Family);
        Assert.Same(first[0].Samples[1].Series, second[0].Samples[0].Series);
        Assert.Same(first[0].Samples[0].Series.Shape, second[0].Samples[1].Series.Shape);
    }

    [Fact]
    public void A_family_that_becomes_another_one_is_read_as_that()
    {
        ExpositionReader reader = new();
        Read(reader, "# TYPE x_total counter\nx_total 1\n");
        Assert.Equal(FamilyKind.Gauge, Read(reader, "# TYPE x_total gauge\nx_total 1\n").Single().Family.Kind);

        Read(reader, "# TYPE g_bucket unknown\ng_bucket{le=\"+Inf\"} 1\n# EOF\n", ExpositionFormat.OpenMetrics);
        Assert.Equal(3, Read(reader, "# TYPE g gaugehistogram\ng_bucket{le=\"+Inf\"} 1\ng_gcount 1\ng_gsum 1\n# EOF\n", ExpositionFormat.OpenMetrics).Length);
    }

    [Fact]
    public void A_backslash_means_what_it_means_in_the_format_of_the_text()
    {
        ExpositionReader reader = new();

        Assert.Equal(@"\a", Read(reader, "x{a=\"\\a\"} 1\n# EOF\n", ExpositionFormat.OpenMetrics).Single().Samples.Single().Series.Values.Single());
        Assert.IsType<ExpositionReading.Malformed>(reader.Read("x{a=\"\\a\"} 1\n"u8, ExpositionFormat.PlainText));
    }

    [Fact]
    public void What_is_known_is_read_again_without_making_it_anew()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => $"x{{name=\"disk-{i}\",path=\"/a/rather/long/path/{i}\"}} {i}\n")));
        ExpositionReader reader = new();

        long bytes = Allocated.By(() => reader.Read(text, ExpositionFormat.PlainText));

        // The list of samples grows to 1,024 of 16 bytes, and the result has 1,000.
        Assert.InRange(bytes, 0, 60_000);
    }

    [Fact]
    public void What_a_target_does_not_expose_any_more_is_forgotten()
    {
        ExpositionReader reader = new(new ExpositionLimits { Samples = 2000 });
        WeakReference old = Old(reader);
        for (int i = 0; i < 3; i++)
            Read(reader, Pods(i * 1000, 20));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(old.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Old(ExpositionReader reader) => new(Read(reader, Pods(5000, 1000))[0].Samples[0].Series);

    private static string Pods(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{{pod=\"{i}\"}} 1\n")));

    private static ImmutableArray<FamilySamples> Read(ExpositionReader reader, string text, ExpositionFormat format = ExpositionFormat.PlainText) =>
        Assert.IsType<ExpositionReading.Whole>(reader.Read(Encoding.UTF8.GetBytes(text), format)).Families;
}
