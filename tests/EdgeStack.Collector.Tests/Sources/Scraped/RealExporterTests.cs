using CliWrap;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Collector.Tests.Exposition;

namespace EdgeStack.Collector.Tests.Sources.Scraped;

/// <summary>Debian's exporters, as nodes that our programs do not run on have them.</summary>
public sealed class RealExporterTests
{
    private const string NodeExporter = "/usr/bin/prometheus-node-exporter";

    [Fact]
    public async Task All_of_Debians_node_exporter_is_read()
    {
        Assert.SkipUnless(File.Exists(NodeExporter), $"{NodeExporter} (Debian: prometheus-node-exporter) is not installed");
        await RunAsync(async port =>
        {
            using HttpMessageInvoker client = new(new SocketsHttpHandler());
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/metrics"));
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            string page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            IReadOnlyList<FamilySamples> families = Exposed.Families(page);

            Assert.Equal(page.Split('\n').Count(line => line.Length > 0 && line[0] != '#'), families.Sum(family => family.Samples.Length));
            Assert.Contains(families, family => family.Family.Name == "node_load1");
            // As it stands there, so it stands with us.
            string again = Exposed.Text(families, ExpositionFormat.PlainText);
            Assert.Equal(again, Exposed.Text(Exposed.Families(again), ExpositionFormat.PlainText));
        });
    }

    [Fact]
    public async Task Debians_node_exporter_is_scraped_as_the_machine_that_it_is_on()
    {
        Assert.SkipUnless(File.Exists(NodeExporter), $"{NodeExporter} (Debian: prometheus-node-exporter) is not installed");
        await RunAsync(async port =>
        {
            ScrapedTargetOptions options = Scrape.Of(port);
            options.Labels = new Dictionary<string, string> { ["node"] = "pi2", ["instance"] = "pi2:9100" };
            options.Families = ["node_*"];

            Reading reading = await Scrape.OnceAsync(options);

            Assert.Equal((SourceOutcome.Ok, "1"), (reading.Outcome, reading["edgestack_scrape_up{target=\"it\"}"]));
            Assert.Empty(reading.Problems);
            Assert.NotNull(reading["node_load1{instance=\"pi2:9100\",node=\"pi2\"}"]);
            Assert.DoesNotContain(reading.Text.Split('\n'), line => line.StartsWith("go_", StringComparison.Ordinal));
        });
    }

    private static async Task RunAsync(Func<int, Task> test)
    {
        int port = FreePort.Closed();
        using CancellationTokenSource stop = new();
        System.Text.StringBuilder said = new();
        CommandTask<CommandResult> running = Cli.Wrap(NodeExporter).WithStandardErrorPipe(PipeTarget.ToStringBuilder(said)).WithArguments([$"--web.listen-address=127.0.0.1:{port}"]).WithValidation(CommandResultValidation.None).ExecuteAsync(stop.Token);
        try
        {
            SourceOutcome outcome;
            do
            {
                outcome = (await Scrape.OnceAsync(Scrape.Of(port))).Outcome;
            }
            while (outcome is SourceOutcome.Failed { Why: "no connection: refused, or nobody there" } && !running.Task.IsCompleted);
            Assert.True(outcome is SourceOutcome.Read, $"{outcome}; the exporter said:\n{said}");
            await test(port);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(running.Task);
        }
    }
}
