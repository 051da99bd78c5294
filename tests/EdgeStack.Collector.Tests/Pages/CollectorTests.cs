using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Pages;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Tests.Machines;
using EdgeStack.Collector.Tests.Scraping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Pages;

/// <summary>The program with a listener of its own, asked over HTTP.</summary>
public sealed class CollectorTests
{
    private static readonly Family Up = Family.Gauge("test_up", "Whether it is up.", "server"), Down = Family.Gauge("test_down", "Whether it is down."), Counted = Family.Counter("test_down", "Counted.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_is_shown_in_both_formats_and_compressed_when_asked()
    {
        using Machine machine = Machine.Of("pi4");
        await using Running collector = await StartAsync(options => options.Node.Roots = machine.Roots);
        (string plain, string? type) = await collector.GetAsync("/metrics/node");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", type);
        Assert.Contains("\nnode_load1 0.52\n", plain, StringComparison.Ordinal);
        Assert.Contains("\nnode_scrape_collector_success{collector=\"loadavg\"} 1\n", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", plain, StringComparison.Ordinal);

        (string open, string? openType) = await collector.GetAsync("/metrics/node", "application/openmetrics-text; version=1.0.0");
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", openType);
        Assert.EndsWith("# EOF\n", open, StringComparison.Ordinal);
        Assert.Contains("\n# TYPE node_cpu_seconds counter\n", open, StringComparison.Ordinal);

        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics/node");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using HttpResponseMessage compressed = await collector.Client.SendAsync(request, Cancellation);
        Assert.Equal("gzip", Assert.Single(compressed.Content.Headers.ContentEncoding));
        using StreamReader inflated = new(new GZipStream(await compressed.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress));
        Assert.Contains("\nnode_load1 0.52\n", await inflated.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_this_program_does_not_measure_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, await (await StartAsync(_ => { })).UseAsync(async collector => (await collector.Client.GetAsync(new Uri("/metrics/db", UriKind.Relative), Cancellation)).StatusCode));

    [Fact]
    public async Task Every_series_has_the_cluster_s_label_and_drifted_names_can_be_switched_off()
    {
        using Machine machine = Machine.Of("pi5").Write("proc/sys/kernel/hung_task_detect_count", "3\n");
        await using Running with = await StartAsync(options => (options.Node.Roots, options.ClusterLabel) = (machine.Roots, "home"));
        string text = (await with.GetAsync("/metrics/node")).Text;
        Assert.Contains("\nnode_load1{cluster=\"home\"} ", text, StringComparison.Ordinal);
        Assert.Contains("\nnode_kernel_hung_tasks{cluster=\"home\"} 3\n", text, StringComparison.Ordinal);
        await using Running without = await StartAsync(options => (options.Node.Roots, options.DriftedNames) = (machine.Roots, false));
        Assert.DoesNotContain("\nnode_kernel_hung_tasks ", (await without.GetAsync("/metrics/node")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_of_several_sources_stands_once_and_another_of_its_name_is_left_out()
    {
        await using Running collector = await StartAsync(_ => { }, new FakeSource("a", samples => Add(samples, Up, "a")), new FakeSource("b", samples => Add(samples, Up, "b")),
            new FakeSource("c", samples => Add(samples, Down)), new FakeSource("d", samples => Add(samples, Counted)));
        string text = (await collector.GetAsync("/metrics/node")).Text;
        Assert.Contains("# TYPE test_up gauge\ntest_up{server=\"a\"} 1\ntest_up{server=\"b\"} 1\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("# TYPE test_down ").Length - 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_hangs_neither_delays_the_start_for_long_nor_any_scrape(bool blocks)
    {
        TaskCompletionSource release = new();
        FakeSource hung = new("hung", async (samples, _) =>
        {
            if (blocks)
                release.Task.Wait(CancellationToken.None);
            await release.Task;
            return Add(samples, Up, "late");
        })
        { Blocks = blocks, Timeout = TimeSpan.FromMilliseconds(200), Every = TimeSpan.FromMilliseconds(300) };
        await using Running collector = await StartAsync(_ => { }, hung, new FakeSource("well", samples => Add(samples, Down)) { Blocks = true, Timeout = TimeSpan.FromMinutes(1) });
        string[] pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await collector.GetAsync("/metrics/node")).Text));
        Assert.All(pages, page => Assert.Contains("\ntest_down 1\n", page, StringComparison.Ordinal));
        await Eventually.HoldsAsync(
            async () => (await collector.GetAsync("/metrics/node")).Text.Contains("node_scrape_collector_success{collector=\"hung\"} 0\n", StringComparison.Ordinal)
                && (await collector.GetAsync("/metrics")).Text.Contains("edgestack_collector_source_state{source=\"hung\",state=\"failed\"} 1\n", StringComparison.Ordinal),
            "the pages say that it hangs");
        release.SetResult();
        await Eventually.HoldsAsync(async () => (await collector.GetAsync("/metrics/node")).Text.Contains("test_up{server=\"late\"} 1\n", StringComparison.Ordinal), "it is shown when it answers");
    }

    [Fact]
    public async Task A_program_that_is_told_to_stop_while_its_first_readings_are_awaited_ends_without_a_fault()
    {
        TaskCompletionSource begun = new();
        FakeSource slow = new("slow", async (_, cancellation) =>
        {
            begun.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return SourceOutcome.Ok;
        });
        await using WebApplication app = CollectorHost.Build(new CollectorOptions { Listener = "http://127.0.0.1:0", Roles = new HashSet<Role>() }, services => services.AddSingleton<IMetricSource>(slow));
        // Kestrel adds its own, which wakes threads for nothing.
        Assert.IsType<SharedMemory>(app.Services.GetRequiredService<IMemoryPoolFactory<byte>>());
        Task<int> running = CollectorHost.RunAsync(app);
        await begun.Task;
        app.Lifetime.StopApplication();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task Health_is_answered_and_the_own_page_counts_what_is_shown()
    {
        await using Running collector = await StartAsync(_ => { }, new FakeSource("a", samples => Add(samples, Up, "a")));
        Assert.Equal("ok\n", (await collector.GetAsync("/healthz/ready")).Text);
        Assert.Equal("ok\n", (await collector.GetAsync("/healthz/live")).Text);
        string own = (await collector.GetAsync("/metrics")).Text;
        Assert.Contains("\nedgestack_collector_series 1\n", own, StringComparison.Ordinal);
        Assert.Contains("\nedgestack_collector_scrape_failures_total{source=\"a\"} 0\n", own, StringComparison.Ordinal);
        Assert.Contains("\nprocess_resident_memory_bytes ", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_is_0_then_1_when_it_has_held_and_absent_when_it_is_not_known()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(56));
        Family mount = Family.Gauge("edgestack_nfs_mount_up", "Whether it answers.", "mountpoint", "server");
        bool fails = false;
        FakeSource source = new("nfsmounts", samples =>
        {
            samples.Add(mount, 0, "/srv", "nas");
            return fails ? new SourceOutcome.Failed("no") : SourceOutcome.Ok;
        });
        await using Running collector = await StartAsync(_ => { }, services => services.AddSingleton<TimeProvider>(time), source);
        const string Series = "\nedgestack_condition{code=\"nfs_mount_stuck\",severity=\"critical\",subject=\"/srv\"} ";
        await Eventually.HoldsAsync(() => ShowsAsync($"{Series}0\n"), "it is judged");
        await Eventually.HoldsAsync(() => ShowsAsync($"{Series}1\n"), "it has held");
        Assert.Contains("\nedgestack_condition_since_timestamp_seconds{code=\"nfs_mount_stuck\",", (await collector.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        fails = true;
        await Eventually.HoldsAsync(async () => !await ShowsAsync(Series), "it is not known");

        async Task<bool> ShowsAsync(string text)
        {
            bool shows = (await collector.GetAsync("/metrics")).Text.Contains(text, StringComparison.Ordinal);
            if (!shows || !text.EndsWith("0\n", StringComparison.Ordinal))
                time.Advance(TimeSpan.FromSeconds(15));
            return shows;
        }
    }

    private static SourceOutcome Add(SampleWriter samples, Family family, params ReadOnlySpan<string> labels)
    {
        samples.Add(family, 1, labels);
        return SourceOutcome.Ok;
    }

    // With sources of the test's own, no others.
    private static Task<Running> StartAsync(Action<CollectorOptions> configure, params IMetricSource[] sources) => StartAsync(configure, _ => { }, sources);

    private static async Task<Running> StartAsync(Action<CollectorOptions> configure, Action<IServiceCollection> more, params IMetricSource[] sources)
    {
        CollectorOptions options = new() { Listener = "http://127.0.0.1:0" };
        configure(options);
        if (sources.Length > 0)
            options.Roles = new HashSet<Role>();
        WebApplication app = CollectorHost.Build(options, services =>
        {
            Array.ForEach(sources, source => services.AddSingleton(source));
            more(services);
        });
        await app.StartAsync(Cancellation);
        return new Running(app);
    }

    private sealed class Running(WebApplication app) : IAsyncDisposable
    {
        public HttpClient Client { get; } = new(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()) };

        public async Task<(string Text, string? Type)> GetAsync(string path, string? accept = null)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            if (accept is not null)
                request.Headers.TryAddWithoutValidation("Accept", accept);
            using HttpResponseMessage response = await Client.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (await response.Content.ReadAsStringAsync(Cancellation), response.Content.Headers.ContentType?.ToString());
        }

        public async Task<T> UseAsync<T>(Func<Running, Task<T>> use)
        {
            await using (this)
                return await use(this);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await app.DisposeAsync();
        }
    }
}
