using System.Net;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Collector.Tests.Exposition;

namespace EdgeStack.Collector.Tests.Sources.Scraped;

/// <summary>A target that is scraped in a test.</summary>
internal sealed class Scrape : IDisposable
{
    // Its threads end with the tests.
    private static readonly NameLookup Names = new(TimeProvider.System);

    private readonly ScrapedSource _source;
    private readonly SampleWriter _samples;

    public Scrape(ScrapedTargetOptions target, ExpositionLimits? limits = null, TimeProvider? time = null, SampleWriter? samples = null, SourceBoard? board = null)
    {
        Assert.Empty(target.Problems());
        _source = new ScrapedSource(target, limits ?? new ScrapedOptions().Limits, Names, (board ?? new SourceBoard([])).ClashOf, time ?? TimeProvider.System);
        _samples = samples ?? new SampleWriter();
    }

    /// <summary>The target <c>it</c> at that port.</summary>
    public static ScrapedTargetOptions Of(int port, string path = "/metrics") => new() { Name = "it", Url = new Uri($"http://127.0.0.1:{port}{path}"), Labels = new Dictionary<string, string> { ["instance"] = "" } };

    /// <summary>Scrapes once, with what came of it; how long it took is left out.</summary>
    public async Task<Reading> ReadAsync()
    {
        _samples.Begin();
        SourceOutcome outcome = await _source.ReadAsync(_samples, TestContext.Current.CancellationToken);
        IReadOnlyList<FamilySamples> families = [.. _samples.Take().Where(family => family.Family.Name != "edgestack_scrape_duration_seconds")];
        return new Reading(outcome, Exposed.Text(families, ExpositionFormat.PlainText), [.. _samples.Problems]);
    }

    public static async Task<Reading> OnceAsync(ScrapedTargetOptions target, ExpositionLimits? limits = null, SourceBoard? board = null)
    {
        using Scrape scrape = new(target, limits, board: board);
        return await scrape.ReadAsync();
    }

    /// <summary>An answer as it stands on the wire.</summary>
    public static string Answer(string body, string type = "text/plain; version=0.0.4", HttpStatusCode status = HttpStatusCode.OK, string more = "") =>
        $"HTTP/1.1 {(int)status} X\r\n{(type.Length > 0 ? $"Content-Type: {type}\r\n" : "")}{more}Content-Length: {body.Length}\r\n\r\n{body}";

    public void Dispose() => _source.Dispose();
}
