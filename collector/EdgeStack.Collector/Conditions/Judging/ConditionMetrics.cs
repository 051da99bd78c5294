using System.Diagnostics.Metrics;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>
/// Conditions on the program's own page: they are what the collector thinks of what all its sources measured, on whichever page that is, and the one page that every role has.
/// </summary>
internal sealed class ConditionMetrics
{
    public ConditionMetrics(IMeterFactory meters, ConditionBoard board)
    {
        Meter meter = meters.Create("EdgeStack.Collector.Conditions");
        meter.CreateObservableGauge("edgestack_condition", () => board.All.Select(Measure), null, "1 while people should know of something, 0 while all is well; absent while it cannot be judged.");
        meter.CreateObservableGauge("edgestack_condition_since_timestamp_seconds", () => board.Current.Select(MeasureSince), null, "Since when people should know of something.");
    }

    private static Measurement<int> Measure(JudgedCondition condition) => new(condition.IsTrue ? 1 : 0, Labels(condition));

    private static Measurement<double> MeasureSince(JudgedCondition condition) => new(condition.Since.ToUnixTimeMilliseconds() / 1000.0, Labels(condition));

    private static KeyValuePair<string, object?>[] Labels(JudgedCondition condition) =>
    [
        new("code", condition.Terms.Code),
        new("severity", condition.Terms.Severity == Severity.Critical ? "critical" : "warning"),
        new("subject", condition.Subject),
    ];
}
