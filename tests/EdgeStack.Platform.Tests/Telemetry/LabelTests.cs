using System.Diagnostics.Metrics;
using EdgeStack.Telemetry;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class LabelTests : IDisposable
{
    private readonly MeteredProgram _program = new();
    private readonly Counter<int> _requests;

    public LabelTests() => _requests = _program.Meter.CreateCounter<int>("edgestack_requests_total");

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Order_of_tags_does_not_matter()
    {
        _requests.Add(1, Tag("host", "h"), Tag("method", "m"), Tag("code", "c"));
        _requests.Add(1, Tag("code", "c"), Tag("host", "h"), Tag("method", "m"));

        Assert.Equal(
            ["edgestack_requests_total{host=\"h\",method=\"m\",code=\"c\"} 2"], await _program.SamplesAsync("edgestack_requests_total"));
    }

    [Fact]
    public async Task Missing_tag_is_an_empty_label()
    {
        _requests.Add(1, Tag("host", "h"), Tag("code", "c"));
        _requests.Add(1, Tag("code", "c"));
        _requests.Add(1);

        Assert.Equal(
            [
                "edgestack_requests_total{host=\"\",code=\"\"} 1", "edgestack_requests_total{host=\"\",code=\"c\"} 1",
                "edgestack_requests_total{host=\"h\",code=\"c\"} 1",
            ],
            await _program.SamplesAsync("edgestack_requests_total"));
        Assert.Empty(_program.Log.Lines);
    }

    [Fact]
    public async Task Unknown_tags_are_dropped_and_said_once()
    {
        _requests.Add(1, Tag("host", "h"));
        _requests.Add(1, Tag("path", "/secret"), Tag("host", "h"));
        _requests.Add(1, Tag("host", "h"), Tag("other", 1));

        Assert.Equal(["edgestack_requests_total{host=\"h\"} 3"], await _program.SamplesAsync("edgestack_requests_total"));
        string line = Assert.Single(_program.Log.Lines);
        Assert.Contains("edgestack_requests_total has the labels host; a measurement has tags path,host", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_of_the_instrument_name_the_labels_before_the_first_measurement()
    {
        Counter<int> declared = _program.Meter.CreateCounter<int>(
            "edgestack_declared_total", unit: null, description: null, tags: [Tag("role", "edge"), Tag("host", null)]);

        declared.Add(1);
        declared.Add(1, Tag("host", "h"));
        declared.Add(1, Tag("host", "h"), Tag("role", "core"));

        Assert.Equal(
            [
                "edgestack_declared_total{host=\"\",role=\"edge\"} 1", "edgestack_declared_total{host=\"h\",role=\"core\"} 1",
                "edgestack_declared_total{host=\"h\",role=\"edge\"} 1",
            ],
            await _program.SamplesAsync("edgestack_declared_total"));
    }

    [Fact]
    public async Task Two_instruments_of_one_family_keep_the_values_of_their_own_tags()
    {
        using Meter second = new(_program.Meter.Name);
        _program.Meter.CreateCounter<int>("edgestack_own_total", null, null, [Tag("part", "a")]).Add(1);
        second.CreateCounter<int>("edgestack_own_total", null, null, [Tag("part", "b")]).Add(2);

        Assert.Equal(
            ["edgestack_own_total{part=\"a\"} 1", "edgestack_own_total{part=\"b\"} 2"], await _program.SamplesAsync("edgestack_own_total"));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("with \"quotes\"", "with \\\"quotes\\\"")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("schön 🎉 {a=\"b\"} 1", "schön 🎉 {a=\\\"b\\\"} 1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData(true, "true")]
    [InlineData(404, "404")]
    [InlineData(-70000, "-70000")]
    [InlineData(1.5, "1.5")]
    [InlineData(DayOfWeek.Friday, "Friday")]
    public async Task Label_value_is_written_so_that_it_reads_back_the_same(object? value, string written)
    {
        _requests.Add(1, Tag("value", value));

        Assert.Equal([$"edgestack_requests_total{{value=\"{written}\"}} 1"], await _program.SamplesAsync("edgestack_requests_total"));
    }

    [Fact]
    public async Task Broken_surrogates_are_replaced_and_share_one_series()
    {
        _requests.Add(1, Tag("value", "a\uD83C"));
        _requests.Add(1, Tag("value", "a\uDF89"));

        Assert.Equal(["edgestack_requests_total{value=\"a\uFFFD\"} 2"], await _program.SamplesAsync("edgestack_requests_total"));
        Assert.Equal(1, _program.Bridge.EndSeries("value", "a\uD83C"));
    }

    [Theory]
    [InlineData("http.request.method", "http_request_method")]
    [InlineData("2xx", "_2xx")]
    [InlineData("__name__", "_name__")]
    [InlineData("le", "le_")]
    [InlineData("größe", "gr__e")]
    [InlineData("", "_")]
    public async Task Tag_key_becomes_a_name_that_a_label_may_have(string key, string label)
    {
        _program.Meter.CreateHistogram("edgestack_size_bytes", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1] })
            .Record(1, Tag(key, "v"));

        Assert.Equal([$"edgestack_size_bytes_count{{{label}=\"v\"}} 1"], await _program.SamplesAsync("edgestack_size_bytes_count"));
    }

    [Fact]
    public async Task Tags_that_would_be_one_label_and_tags_beyond_the_sixteenth_are_dropped()
    {
        KeyValuePair<string, object?>[] tags =
            [Tag("a.b", "first"), Tag("a_b", "second"), .. Enumerable.Range(0, 20).Select(number => Tag($"t{number:00}", number))];

        _requests.Add(1, tags);

        string sample = Assert.Single(await _program.SamplesAsync("edgestack_requests_total"));
        Assert.StartsWith("edgestack_requests_total{a_b=\"first\",t00=\"0\",", sample, StringComparison.Ordinal);
        Assert.EndsWith(",t14=\"14\"} 1", sample, StringComparison.Ordinal);
        Assert.Single(_program.Log.Lines);
    }

    [Fact]
    public async Task Help_with_line_breaks_and_quotes_stays_one_line_in_both_formats()
    {
        _program.Meter.CreateCounter<int>("edgestack_help_total", description: "A \"b\"\r\nc\\d").Add(1);

        Assert.Contains("# HELP edgestack_help_total A 'b'\\nc\\\\d\n", await _program.ScrapeAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "# HELP edgestack_help A 'b'\\nc\\\\d\n", await _program.ScrapeAsync(MetricsFormat.OpenMetrics), StringComparison.Ordinal);
    }
}
