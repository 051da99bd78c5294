using System.Text;
using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

public sealed class ApiServerFilterTests
{
    [Theory]
    [InlineData("""workqueue_depth{name="q"} 4""", """workqueue_depth{name="q",job="apiserver",instance="i"} 4""")]
    [InlineData("""workqueue_depth{name="q",of_a_later_version="x"} 4 1795967753879""", """workqueue_depth{name="q",of_a_later_version="x",job="apiserver",instance="i"} 4""")]
    [InlineData("""workqueue_depth{name=""} 4""", """workqueue_depth{job="apiserver",instance="i"} 4""")]
    [InlineData("go_goroutines 8", """go_goroutines{job="apiserver",instance="i"} 8""")]
    [InlineData("""apiserver_request_duration_seconds_sum{verb="GET"} 0.5""", """apiserver_request_duration_seconds_sum{verb="GET",job="apiserver",instance="i"} 0.5""")]
    [InlineData("""apiserver_request_duration_seconds_count{verb="GET"} 5""", """apiserver_request_duration_seconds_count{verb="GET",job="apiserver",instance="i"} 5""")]
    [InlineData("""apiserver_request_duration_seconds_bucket{verb="GET",le="+Inf"} 5""", "")]
    [InlineData("""workqueue_queue_duration_seconds_bucket{name="q",le="1"} 5""", "")]
    [InlineData("apiserver_request_duration_seconds 5", "")]
    [InlineData("apiserver_audit_event_total 5", "")]
    [InlineData("# TYPE workqueue_depth gauge", "")]
    [InlineData("", "")]
    public void A_line_that_is_kept_has_all_of_its_labels_and_ours(string line, string sample) => Assert.Equal((sample, 0), Take(line));

    [Theory]
    [InlineData("workqueue_depth four")]
    [InlineData("workqueue_depth{name=\"q\"")]
    [InlineData("workqueue_depth{name=\"q\"}")]
    [InlineData("workqueue_depth{na-me=\"q\"} 4")]
    [InlineData("workqueue_depth{name=\"q\",name=\"r\"} 4")]
    [InlineData("workqueue_depth{job=\"theirs\"} 4")]
    [InlineData("workqueue_depth{instance=\"theirs\"} 4")]
    public void A_line_that_is_wrong_is_left_out_and_counted(string line) => Assert.Equal(("", 1), Take(line));

    [Fact]
    public void More_labels_than_any_line_has_are_wrong()
    {
        static string Line(int labels) => $"workqueue_depth{{{string.Join(',', Enumerable.Range(0, labels).Select(i => $"l{i}=\"v\""))}}} 1";
        Assert.Equal(0, Take(Line(32)).Wrong);
        Assert.Equal(("", 1), Take(Line(33)));
    }

    [Fact]
    public void Samples_of_more_kinds_than_a_version_has_are_wrong_until_the_next_reading()
    {
        KnownShapes shapes = new();
        (string, int)[] taken = [.. Enumerable.Range(0, 9).Select(i => Take($"workqueue_depth{{l{i}=\"v\"}} 1", shapes))];
        Assert.All(taken[..8], one => Assert.Equal(0, one.Item2));
        Assert.Equal(("", 1), taken[8]);
        shapes.Next();
        Assert.Equal(0, Take("workqueue_depth{l8=\"v\"} 1", shapes).Wrong);
    }

    [Fact]
    public void Any_value_of_a_label_comes_out_as_it_went_in() => Gen.String.Where(value => value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal)).Sample(value =>
    {
        StringBuilder escaped = new();
        LabelValue.Append(escaped, value);
        Assert.Equal(($"workqueue_depth{{name=\"{escaped}\",job=\"apiserver\",instance=\"i\"}} 4", 0), Take($"workqueue_depth{{name=\"{escaped}\"}} 4"));
    });

    [Fact]
    public void No_line_at_all_throws()
    {
        SampleWriter samples = new();
        KnownTexts texts = new();
        KnownShapes shapes = new();
        ApiServerFilter filter = new(samples, texts, shapes, ApiServerSource.Job, "i");
        Fuzz.Run(["""workqueue_depth{name="a\"b\\c\nd}"} 4 1795967753879""", """apiserver_request_duration_seconds_sum{dry_run="",verb="GET"} 1.5e+09"""], text =>
        {
            samples.Begin();
            filter.Take(Encoding.UTF8.GetBytes(text));
            samples.Take();
            texts.Next();
            shapes.Next();
        });
    }

    [Fact]
    public void Lines_that_were_there_before_make_nothing_anew()
    {
        SampleWriter samples = new();
        KnownTexts texts = new();
        ApiServerFilter filter = new(samples, texts, new KnownShapes(), ApiServerSource.Job, "i");
        byte[][] lines = [.. Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes(
            $$"""apiserver_request_total{code="200",component="apiserver",dry_run="",group="",resource="r{{i}}",scope="cluster",subresource="",verb="LIST",version="v1"} {{i}}"""))];
        Assert.Equal(0, Allocated.By(() =>
        {
            samples.Begin();
            foreach (byte[] line in lines)
                filter.Take(line);
            texts.Next();
        }));
        Assert.Equal(200, filter.Kept / 4);
    }

    private static (string Sample, int Wrong) Take(string line, KnownShapes? shapes = null)
    {
        int wrong = 0;
        Reading reading = Reading.Of(new SampleWriter(), samples =>
        {
            wrong = new ApiServerFilter(samples, new KnownTexts(), shapes ?? new KnownShapes(), ApiServerSource.Job, "i").Take(Encoding.UTF8.GetBytes(line)) ? 0 : 1;
            return SourceOutcome.Ok;
        });
        return (string.Join('\n', reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(text => !text.StartsWith('#'))), wrong);
    }
}
