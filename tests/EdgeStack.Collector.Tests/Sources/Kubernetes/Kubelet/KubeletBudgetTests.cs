using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Kubelet;

/// <summary>What a node with 100 pods takes: a page of 12,000 lines, of which a fifth is shown.</summary>
public sealed class KubeletBudgetTests(ITestOutputHelper output)
{
    private const int Pods = 100, OtherFamilies = 40;

    [Fact]
    public async Task A_large_page_is_read_in_a_moment_and_a_second_time_without_making_it_anew()
    {
        byte[] page = Encoding.UTF8.GetBytes(Page());
        SampleWriter samples = new();
        KnownTexts texts = new();
        LineFilter filter = new(samples, new PodIndex(), texts, KubeletPages.Cadvisor, "pi4");
        for (int round = 0; round < 3; round++)
            await ReadAsync(page, filter, samples, texts);
        long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        await ReadAsync(page, filter, samples, texts);
        long made = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        int series = samples.Take().Sum(family => family.Samples.Length);
        output.WriteLine($"{page.Length / 1024} KiB, {series} series: {took.TotalMilliseconds:0.0} ms, {made / 1024} KiB made");
        Assert.Equal(Pods * 2 * Shown.Length, series);
        Assert.True(made < 256 * 1024, $"{made / 1024} KiB were made");
    }

    private static readonly string[] Shown =
    [
        "container_cpu_cfs_periods_total", "container_cpu_cfs_throttled_periods_total", "container_cpu_cfs_throttled_seconds_total", "container_memory_working_set_bytes", "container_memory_rss",
        "container_memory_cache", "container_spec_memory_limit_bytes", "container_oom_events_total", "container_pressure_cpu_waiting_seconds_total", "container_pressure_io_waiting_seconds_total",
    ];

    private static async Task ReadAsync(byte[] page, LineFilter filter, SampleWriter samples, KnownTexts texts)
    {
        samples.Begin();
        await new PageReading(filter, new Lock()).ReadAsync(new MemoryStream(page), new KubeletOptions(), TestContext.Current.CancellationToken);
        texts.Next();
    }

    private static string Page()
    {
        StringBuilder page = new();
        string[] families = [.. Shown, .. Enumerable.Range(0, OtherFamilies).Select(i => string.Create(CultureInfo.InvariantCulture, $"container_other_{i}_total"))];
        foreach (string family in families)
        {
            for (int pod = 0; pod < Pods; pod++)
            {
                foreach (string container in (string[])["web", ""])
                {
                    page.Append(CultureInfo.InvariantCulture, $"{family}{{container=\"{container}\",id=\"/kubepods/burstable/pode4d05b49-393a-44d5-a994-{pod:x12}/{pod:x64}{container}\",");
                    page.Append(CultureInfo.InvariantCulture, $"image=\"registry.example/shop:1.2.3\",name=\"{pod:x64}\",namespace=\"shop\",pod=\"shop-7d9c5b8f6d-{pod:x5}\"}} {pod}.5e+06 1795967753879\n");
                }
            }
        }

        return page.ToString();
    }
}
