using System.IO.Compression;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Collector.Tests.Publishing;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Scraped;

public sealed class ScrapedSourceTests
{
    private const string Page = "# HELP x_total Some.\n# TYPE x_total counter\nx_total{node=\"theirs\",a=\"b\"} 3 1700000000000\n# TYPE y gauge\ny 0.5\n# TYPE edgestack_scrape_up gauge\nedgestack_scrape_up{target=\"it\"} 1\n";

    [Fact]
    public async Task A_page_is_told_on_and_the_target_is_up()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(Page));

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Empty(reading.Problems);
        Assert.Equal(
            """
            # HELP x_total Some.
            # TYPE x_total counter
            x_total{a="b",node="theirs"} 3
            # TYPE y gauge
            y 0.5
            # HELP edgestack_scrape_samples Samples on the target's page that were taken.
            # TYPE edgestack_scrape_samples gauge
            edgestack_scrape_samples{target="it"} 2
            # HELP edgestack_scrape_up 1 when the target's page was read, 0 when it could not be, or was not right.
            # TYPE edgestack_scrape_up gauge
            edgestack_scrape_up{target="it"} 1
            # HELP edgestack_scrape_limited 1 when the target's page was more than is read, else 0.
            # TYPE edgestack_scrape_limited gauge
            edgestack_scrape_limited{target="it"} 0

            """,
            reading.Text);
        string asked = target.Requests.Single();
        Assert.Contains("Accept: text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.9\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("Accept-Encoding: gzip\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("X-Prometheus-Scrape-Timeout-Seconds: 10\r\n", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain; version=0.0.4; charset=utf-8", "x_total 3\n")]
    [InlineData("text/plain", "x_total 3\n")]
    [InlineData("Text/Plain; Version=\"0.0.4\"; Charset=UTF-8", "x_total 3\n")]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8", "# TYPE x counter\nx_total 3\n# EOF\n")]
    [InlineData("application/openmetrics-text;version=0.0.1", "# TYPE x counter\nx_total 3\n# EOF\n")]
    public async Task A_page_is_read_in_the_format_that_it_says_it_has(string type, string body)
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(body, type));

        Assert.Equal("3", (await Scrape.OnceAsync(Scrape.Of(target.Port)))["x_total"]);
    }

    [Fact]
    public async Task A_page_may_come_as_gzip()
    {
        await using TestBackend target = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4";
            context.Response.Headers.ContentEncoding = "gzip";
            await using GZipStream zipped = new(context.Response.Body, CompressionLevel.Fastest);
            await zipped.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"x{{i=\"{i}\"}} 1\n"))));
        });

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port));

        Assert.Equal("5000", reading["edgestack_scrape_samples{target=\"it\"}"]);
    }

    [Fact]
    public async Task A_target_cannot_speak_for_another_unless_its_labels_are_honored()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(Page));
        ScrapedTargetOptions options = Scrape.Of(target.Port);
        options.Labels = new Dictionary<string, string> { ["node"] = "pi2" };

        Reading ours = await Scrape.OnceAsync(options);
        options.HonorLabels = true;
        Reading theirs = await Scrape.OnceAsync(options);

        Assert.Equal("3", ours[$"x_total{{a=\"b\",exported_node=\"theirs\",instance=\"127.0.0.1:{target.Port}\",node=\"pi2\"}}"]);
        Assert.Equal("0.5", ours[$"y{{instance=\"127.0.0.1:{target.Port}\",node=\"pi2\"}}"]);
        Assert.Equal("3", theirs[$"x_total{{a=\"b\",node=\"theirs\",instance=\"127.0.0.1:{target.Port}\"}}"]);
        Assert.Equal("0.5", theirs[$"y{{instance=\"127.0.0.1:{target.Port}\",node=\"pi2\"}}"]);
    }

    [Fact]
    public async Task A_label_that_has_been_renamed_already_is_renamed_again()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer("x{node=\"a\",exported_node=\"b\"} 1\n"));
        ScrapedTargetOptions options = Scrape.Of(target.Port);
        options.Labels = new Dictionary<string, string> { ["node"] = "c", ["instance"] = "" };

        Assert.Equal("1", (await Scrape.OnceAsync(options))["x{exported_node=\"b\",exported_exported_node=\"a\",node=\"c\"}"]);
    }

    [Fact]
    public async Task Only_families_that_are_wanted_are_taken()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer("go_a 1\nnode_a 2\nnode_b 3\nup 4\n"));
        ScrapedTargetOptions options = Scrape.Of(target.Port);
        options.Families = ["node_*", "up"];

        Reading reading = await Scrape.OnceAsync(options);

        Assert.Equal((null, "2", "3", "4"), (reading["go_a"], reading["node_a"], reading["node_b"], reading["up"]));
        Assert.Equal("3", reading["edgestack_scrape_samples{target=\"it\"}"]);
    }

    [Fact]
    public async Task A_family_that_means_something_else_than_another_source_s_is_a_problem_that_names_both()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer("# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 1\n# TYPE y gauge\ny 1\n# TYPE z counter\nz 1\n"));

        Reading reading = await Scrape.OnceAsync(Scrape.Of(target.Port), board: Board.Of("# TYPE x summary\nx_sum 1\nx_count 1\n# TYPE y gauge\ny 1\n"));

        Assert.Equal(["its family x means something else than that of source0, and only one of the two is shown: name the target's families without it"], reading.Problems);
    }

    [Fact]
    public async Task A_token_is_read_at_every_scrape_and_told_to_the_target_alone()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "token");
        await using RawBackend target = RawBackend.Answering(Scrape.Answer("x 1\n"));
        ScrapedTargetOptions options = Scrape.Of(target.Port);
        options.TokenFile = file;
        using Scrape scrape = new(options);

        Reading missing = await scrape.ReadAsync();
        await File.WriteAllTextAsync(file, "first-secret\n", TestContext.Current.CancellationToken);
        await scrape.ReadAsync();
        await File.WriteAllTextAsync(file, "second-secret", TestContext.Current.CancellationToken);
        await scrape.ReadAsync();
        await File.WriteAllTextAsync(file, "broken\nsecret", TestContext.Current.CancellationToken);
        Reading broken = await scrape.ReadAsync();

        Assert.Equal(new SourceOutcome.Failed("a file with a token or an authority cannot be read"), missing.Outcome);
        Assert.Equal(new SourceOutcome.Failed($"{file} does not hold a token"), broken.Outcome);
        Assert.Equal(2, target.Requests.Count);
        Assert.Contains("Authorization: Bearer first-secret\r\n", target.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer second-secret\r\n", target.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_and_families_are_made_once_and_the_connection_is_kept()
    {
        await using RawBackend target = RawBackend.Answering(Scrape.Answer(Page));
        SampleWriter samples = new();
        using Scrape scrape = new(Scrape.Of(target.Port), samples: samples);

        await scrape.ReadAsync();
        Series first = samples.Take()[0].Samples[0].Series;
        await scrape.ReadAsync();

        Assert.Same(first, samples.Take()[0].Samples[0].Series);
        Assert.Equal((2, 1), (target.Requests.Count, target.Accepted));
    }

    [Fact]
    public async Task After_a_page_that_was_not_right_the_next_one_counts()
    {
        await using RawBackend target = RawBackend.Start(async connection =>
        {
            for (int i = 0; await connection.ReadHeadAsync() is not null; i++)
                await connection.WriteAsync(Scrape.Answer(i == 1 ? "x 1\ny\n" : $"x {i}\n"));
        });
        using Scrape scrape = new(Scrape.Of(target.Port));

        Reading[] readings = [await scrape.ReadAsync(), await scrape.ReadAsync(), await scrape.ReadAsync()];

        Assert.Equal(["0", null, "2"], readings.Select(reading => reading["x"]));
        Assert.Equal(["1", "0", "1"], readings.Select(reading => reading["edgestack_scrape_up{target=\"it\"}"]));
        Assert.Equal(new SourceOutcome.Failed("line 2 of its page: a value is missing"), readings[1].Outcome);
    }

    [Fact]
    public void Targets_that_cannot_be_scraped_are_told_in_sentences()
    {
        ScrapedOptions options = new()
        {
            Targets =
            [
                new() { Name = "a", Url = new Uri("http://pi2:9100/metrics") },
                new() { Name = "a", Url = new Uri("ftp://pi2/metrics") },
                new() { Name = "b", Url = new Uri("http://me:word@pi2/metrics"), Labels = new Dictionary<string, string> { ["__x"] = "1", ["1"] = "2" } },
                new() { Url = new Uri("https://pi2/metrics"), Timeout = TimeSpan.FromMinutes(1) },
            ],
        };

        Assert.Equal(
            [
                "the scraped target 'a' has no address that begins with http:// or https://",
                "the address of the scraped target 'b' holds a password; name a file with a token instead",
                "the scraped target 'b' cannot have a label '__x'",
                "the scraped target 'b' cannot have a label '1'",
                "a scraped target has no name",
                "the scraped target '' must have a time limit of more than 0 that is not longer than the time between two scrapes",
                "two scraped targets are named 'a'",
            ],
            options.Problems());
    }
}
