using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;
using EdgeStack.Collector.Sources.Probes;
using EdgeStack.Collector.Tests.Exposition;

namespace EdgeStack.Collector.Tests.Sources.Probes;

/// <summary>Tries of a test.</summary>
internal static class Probing
{
    // Its threads end with the tests.
    public static NameLookup Names { get; } = new(TimeProvider.System);

    public static Task<Reading> OnceAsync(ProbeOptions probe, TimeProvider? time = null)
    {
        Assert.Empty(probe.Problems());
        return OnceAsync(new ProbeSource(probe, Names, time ?? TimeProvider.System), new SampleWriter());
    }

    public static async Task<Reading> OnceAsync(IMetricSource source, SampleWriter samples)
    {
        samples.Begin();
        SourceOutcome outcome = await source.ReadAsync(samples, TestContext.Current.CancellationToken);
        return new Reading(outcome, Exposed.Text(samples.Take(), ExpositionFormat.PlainText), [.. samples.Problems]);
    }

    public static ProbeOptions Http(Uri url) => new() { Name = "it", Kind = ProbeKind.Http, Target = url.ToString() };

    public static ProbeOptions Socket(int port, ProbeKind kind) => new() { Name = "it", Kind = kind, Target = $"127.0.0.1:{port}", DnsName = "shop.example" };

    /// <summary>The value of a family's only series, or of the one with this label.</summary>
    public static string? Of(this Reading reading, string family, string label = "") => reading.Text.Split('\n')
        .Where(line => line.StartsWith(family + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(' ') + 1)..]).SingleOrDefault();

    /// <summary>Names of the families in the reading.</summary>
    public static IEnumerable<string> Families(this Reading reading) =>
        reading.Text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
}
