using System.Diagnostics.Metrics;

namespace EdgeStack.Collector.Scraping;

/// <summary>What the collector says about its own sources, on its own page.</summary>
internal sealed class SourceMetrics
{
    private static readonly string[] States = ["read", "absent", "failed"];

    private readonly SourceBoard _board;
    private readonly TimeProvider _time;

    public SourceMetrics(IMeterFactory meters, SourceBoard board, ReadingThread thread, TimeProvider time)
    {
        _board = board;
        _time = time;
        Meter meter = meters.Create("EdgeStack.Collector.Scraping");
        meter.CreateObservableGauge("edgestack_collector_source_state", Outcomes, null, "1 for how the last reading of a source ended, 0 for the others.");
        meter.CreateObservableGauge("edgestack_collector_scrape_duration_seconds", () => Of(last => last.Took.TotalSeconds), null, "How long the last reading of a source took.");
        meter.CreateObservableGauge("edgestack_snapshot_age_seconds", () => Of(last => _time.GetElapsedTime(last.Timestamp).TotalSeconds), null, "Since the last reading of a source began.");
        meter.CreateObservableCounter("edgestack_collector_scrape_failures_total", () => Sources(state => state.Failures), null, "Readings of a source that failed.");
        meter.CreateObservableCounter("edgestack_collector_problems_total", () => Sources(state => state.Problems), null, "Parts of a source that could not be read, one sensor or row each.");
        meter.CreateObservableGauge("edgestack_collector_series", () => _board.All.Sum(state => state.Families.Sum(family => family.Samples.Length)), null, "Series that are shown.");
        meter.CreateObservableGauge("edgestack_collector_stuck_threads", () => thread.Stuck, null, "Readings that do not come back, each with its thread.");
    }

    private IEnumerable<Measurement<int>> Outcomes() => _board.All.Where(state => state.Last is not null).SelectMany(state => States.Select(name =>
        new Measurement<int>(name == NameOf(state.Last!.Outcome) ? 1 : 0, SourceOf(state), new KeyValuePair<string, object?>("state", name))));

    private IEnumerable<Measurement<double>> Of(Func<SourceSnapshot, double> value) =>
        _board.All.Where(state => state.Last is not null).Select(state => new Measurement<double>(value(state.Last!), SourceOf(state)));

    private IEnumerable<Measurement<long>> Sources(Func<SourceState, long> value) => _board.All.Select(state => new Measurement<long>(value(state), SourceOf(state)));

    private static KeyValuePair<string, object?> SourceOf(SourceState state) => new("source", state.Source.Name);

    private static string NameOf(SourceOutcome outcome) => outcome switch
    {
        SourceOutcome.Read => "read",
        SourceOutcome.Absent => "absent",
        _ => "failed",
    };
}
