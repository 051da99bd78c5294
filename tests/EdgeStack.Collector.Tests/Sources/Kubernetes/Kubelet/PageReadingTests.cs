using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

public sealed class PageReadingTests
{
    private const string Text = "# TYPE machine_cpu_cores gauge\nmachine_cpu_cores{machine_id=\"ü\"} 4 179\r\nother 5\nmachine_memory_bytes 8\nmachine_memory_bytes{ 8\ncontainer_oom_events_total{id=\"/\"} 1";

    [Fact]
    public async Task A_page_is_the_same_however_it_arrives() => await Gen.Int[1, 30].List[1, 20].SampleAsync(async lengths =>
    {
        (string text, int wrong) = await ReadAsync(new Pieces(Encoding.UTF8.GetBytes(Text), lengths));
        Assert.Equal(1, wrong);
        Assert.Equal("machine_cpu_cores{machine_id=\"ü\",node=\"pi4\"} 4;machine_memory_bytes{node=\"pi4\"} 8;container_oom_events_total{id=\"/\",node=\"pi4\"} 1", text);
    });

    [Fact]
    public async Task A_line_without_an_end_is_not_kept_in_memory() =>
        Assert.Contains("a line is longer", (await Assert.ThrowsAsync<PageLimitException>(() => ReadAsync(new MemoryStream(new byte[1024 * 1024])))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_page_without_an_end_is_left_and_what_was_read_counts()
    {
        byte[] endless = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("machine_cpu_cores 4\n", 10_000)));
        Assert.Contains("the page is longer than 100000 bytes", (await Assert.ThrowsAsync<PageLimitException>(() => ReadAsync(new MemoryStream(endless), new KubeletOptions { MaximumPageBytes = 100_000, MaximumProblems = int.MaxValue }))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("machine_cpu_cores{{machine_id=\"{0}\"}} many")]
    [InlineData("container_oom_events_total{{id=\"/system.slice/{0}\"}} 1")]
    public async Task Labels_of_lines_that_are_not_shown_fill_the_memory_no_more_than_those_that_are(string line)
    {
        KnownTexts texts = new();
        byte[] page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1_000).Select(i => string.Format(CultureInfo.InvariantCulture, line, i) + "\n")));
        PageReading reading = new(new LineFilter(new SampleWriter(), new PodIndex(), texts, KubeletPages.Cadvisor, "pi4"), new Lock());
        PageLimitException reached = await Assert.ThrowsAsync<PageLimitException>(() => reading.ReadAsync(new MemoryStream(page), new KubeletOptions { MaximumShownBytes = 1_000 }, TestContext.Current.CancellationToken));
        Assert.Equal("more than 1000 bytes of it would be shown", reached.Message);
        Assert.InRange(texts.Count, 1, 100);
    }

    private static async Task<(string Text, int Wrong)> ReadAsync(Stream body, KubeletOptions? limits = null)
    {
        SampleWriter samples = new();
        samples.Begin();
        PageReading reading = new(new LineFilter(samples, new PodIndex(), new KnownTexts(), KubeletPages.Cadvisor, "pi4"), new Lock());
        await reading.ReadAsync(body, limits ?? new KubeletOptions(), TestContext.Current.CancellationToken);
        string text = Reading.Now(samples, SourceOutcome.Ok).Text;
        return (string.Join(';', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))), reading.Wrong);
    }

    private sealed class Pieces(byte[] content, IReadOnlyList<int> lengths) : MemoryStream(content)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, lengths[_next++ % lengths.Count])], cancellationToken);
    }
}
