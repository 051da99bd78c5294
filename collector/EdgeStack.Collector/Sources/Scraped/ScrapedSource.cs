using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>A target whose families stand on one of our pages: all of a scrape, or nothing but why not.</summary>
internal sealed class ScrapedSource : IMetricSource, IDisposable
{
    private const string Own = "edgestack_scrape_", Job = "job";

    private static readonly Family Up = Family.Gauge($"{Own}up", "1 when the target's page was read, 0 when it could not be, or was not right.", "target");
    private static readonly Family Limited = Family.Gauge($"{Own}limited", "1 when the target's page was more than is read, else 0.", "target");
    private static readonly Family Duration = Family.Gauge($"{Own}duration_seconds", "How long the last scrape of the target took.", "target");
    private static readonly Family Samples = Family.Gauge($"{Own}samples", "Samples on the target's page that were taken.", "target");

    private static readonly Family PrometheusUp = Family.Of("up", FamilyKind.Gauge, "1 when the target's metrics were read, else 0.");

    // So that the scrape's own limit ends it, which is told in these families, and not the one of the loop.
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(5);

    private readonly ScrapedTargetOptions _target;
    private readonly TimeProvider _time;
    private readonly ExpositionReader _reader;
    private readonly ScrapeClient _client;
    private readonly TargetLabels _labels;
    private readonly Func<IMetricSource, Family, string?> _clash;

    // Prometheus knows nothing of a target that we scrape in its place, and dashboards choose by job and instance of `up`. Null for a target without a job.
    private readonly SeriesShape? _up;
    private readonly string[] _upLabels;

    /// <param name="target">Which.</param>
    /// <param name="limits">Of its page.</param>
    /// <param name="names">Looks its address up.</param>
    /// <param name="clash">Who else has a family of that name which means something else, on the same page.</param>
    /// <param name="time">The clock.</param>
    public ScrapedSource(ScrapedTargetOptions target, ExpositionLimits limits, NameLookup names, Func<IMetricSource, Family, string?> clash, TimeProvider time)
    {
        (_target, _clash, _time) = (target, clash, time);
        _reader = new ExpositionReader(limits);
        _client = new ScrapeClient(target, limits, names, time);
        _labels = new TargetLabels(target);
        KeyValuePair<string, string>[] labels = [.. target.AllLabels];
        _up = labels.Any(label => label.Key == Job) ? PrometheusUp.Shape("", [.. labels.Select(label => label.Key)]) : null;
        _upLabels = [.. labels.Select(label => label.Value)];
    }

    public string Name => $"scraped/{_target.Name}";

    public ScrapePage Page => _target.Page;

    public string About => _target.Name;

    public bool IsForeign => true;

    public TimeSpan Every => _target.Every;

    public TimeSpan Timeout => _target.Timeout + Spare;

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        ScrapeAnswer answer = await _client.GetAsync(cancellation);
        (SourceOutcome outcome, bool isLimited) = answer switch
        {
            ScrapeAnswer.Page page => Take(page, samples),
            ScrapeAnswer.TooLong tooLong => (new SourceOutcome.Failed(tooLong.Why), true),
            ScrapeAnswer.None none => (new SourceOutcome.Failed(none.Why), false),
            _ => throw new InvalidOperationException(answer.ToString()),
        };
        _client.Release();
        if (_up is not null)
            samples.Add(_up, outcome is SourceOutcome.Read ? 1 : 0, _upLabels);
        samples.Add(Up, outcome is SourceOutcome.Read ? 1 : 0, _target.Name);
        samples.Add(Limited, isLimited ? 1 : 0, _target.Name);
        samples.Add(Duration, _time.GetElapsedTime(start).TotalSeconds, _target.Name);
        return outcome;
    }

    public void Dispose() => _client.Dispose();

    private (SourceOutcome Outcome, bool IsLimited) Take(ScrapeAnswer.Page page, SampleWriter samples)
    {
        switch (_reader.Read(page.Text.Span, page.Format))
        {
            case ExpositionReading.Malformed malformed:
                return (new SourceOutcome.Failed($"line {malformed.Line} of its page: {malformed.Why}"), false);
            case ExpositionReading.Limited limited:
                return (new SourceOutcome.Failed($"line {limited.Line} of its page: {limited.Why}"), true);
            case ExpositionReading.Whole whole:
                samples.Add(Samples, Take(whole, samples), _target.Name);
                return (SourceOutcome.Ok, false);
            default:
                throw new InvalidOperationException("a reading of another kind");
        }
    }

    private int Take(ExpositionReading.Whole whole, SampleWriter samples)
    {
        int taken = 0;
        foreach (FamilySamples family in whole.Families.Where(family => IsWanted(family.Family.Name)))
        {
            if (_clash(this, family.Family) is { } other)
                samples.Report($"its family {family.Family.Name} means something else than that of {other}, and only one of the two is shown: name the target's families without it");
            foreach (Sample sample in family.Samples)
                _labels.Add(samples, sample);
            taken += family.Samples.Length;
        }

        return taken;
    }

    // What we say of a scrape a target cannot say.
    private bool IsWanted(string family) => !family.StartsWith(Own, StringComparison.Ordinal) && (_up is null || family != PrometheusUp.Name)
        && _target.Families.Any(wanted => wanted.EndsWith('*') ? family.StartsWith(wanted[..^1], StringComparison.Ordinal) : family == wanted);
}
