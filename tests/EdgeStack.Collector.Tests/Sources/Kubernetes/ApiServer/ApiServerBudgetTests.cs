using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;
using EdgeStack.Collector.Tests.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

/// <summary>What the page of a k3s cluster takes that a user told of: 63,000 buckets of one histogram, and as many of others.</summary>
[Collection(AloneOnTheHeap.Name)]
public sealed class ApiServerBudgetTests(ITestOutputHelper output)
{
    private const int Requests = 1_433, Buckets = 44, Repeats = 2;

    [Fact]
    public async Task A_page_of_tens_of_megabytes_is_read_piece_by_piece_and_a_second_time_without_making_it_anew()
    {
        byte[] page = Encoding.UTF8.GetBytes(Page());
        Assert.True(page.Length > 20 * 1024 * 1024, $"{page.Length} bytes");
        SampleWriter samples = new();
        KnownTexts texts = new();
        KnownShapes shapes = new();
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        for (int round = 0; round < 3; round++)
            await ReadAsync(page, samples, texts, shapes);
        long kept = GC.GetTotalMemory(forceFullCollection: true) - empty;
        long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        await ReadAsync(page, samples, texts, shapes);
        long made = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        int series = samples.Take().Sum(family => family.Samples.Length);
        output.WriteLine($"{page.Length / 1024} KiB, {series} series: {took.TotalMilliseconds:0.0} ms, {made / 1024} KiB made, {kept / 1024} KiB kept");
        Assert.Equal(Requests * 3, series);
        Assert.True(made < 256 * 1024, $"{made / 1024} KiB were made");
        Assert.True(kept < 8 * 1024 * 1024, $"{kept / 1024} KiB are kept");
    }

    private static async Task ReadAsync(byte[] page, SampleWriter samples, KnownTexts texts, KnownShapes shapes)
    {
        samples.Begin();
        ApiServerFilter filter = new(samples, texts, shapes, ApiServerSource.Job, "192.0.2.1:6443");
        await new PageReading(filter, new Lock()).ReadAsync(new MemoryStream(page), new ApiServerOptions(), TestContext.Current.CancellationToken);
        texts.Next();
        shapes.Next();
    }

    private static string Page()
    {
        StringBuilder page = new();
        string[] requests = [.. Enumerable.Range(0, Requests).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"component=\"apiserver\",dry_run=\"\",group=\"group-{i / 40}.example\",resource=\"resource-{i}\",scope=\"namespace\",subresource=\"\",verb=\"LIST\",version=\"v1\""))];
        foreach (string request in requests)
            page.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{code=\"200\",{request}}} {page.Length}\n");
        foreach (string family in Enumerable.Range(0, Repeats).Select(i => i == 0 ? "apiserver_request_duration_seconds" : $"apiserver_other_{i}_seconds"))
        {
            foreach (string request in requests)
            {
                for (int bucket = 0; bucket < Buckets; bucket++)
                    page.Append(CultureInfo.InvariantCulture, $"{family}_bucket{{{request},le=\"{bucket * 0.05}\"}} {bucket}\n");
                page.Append(CultureInfo.InvariantCulture, $"{family}_sum{{{request}}} {page.Length}.5\n{family}_count{{{request}}} {page.Length}\n");
            }
        }

        return page.ToString();
    }
}
