using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>How exports ended, by signal. Counted by whoever adds and by whoever sends.</summary>
internal sealed class ExportOutcomes
{
    internal const string Sent = "sent", Refused = "refused", Dropped = "dropped";

    private readonly ConcurrentDictionary<(string Signal, string Outcome), long> _exports = new();
    private readonly ConcurrentDictionary<string, long> _rejected = new();

    public void Count(string signal, string outcome) => _exports.AddOrUpdate((signal, outcome), 1, (_, count) => count + 1);

    /// <summary>Counts items of an export that was taken which the receiver did not want.</summary>
    public void CountRejected(string signal, long items) => _rejected.AddOrUpdate(signal, items, (_, count) => count + items);

    public long Of(string signal, string outcome) => _exports.GetValueOrDefault((signal, outcome));

    public IEnumerable<Measurement<long>> Exports() => _exports.Select(pair =>
        new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("signal", pair.Key.Signal), new KeyValuePair<string, object?>("outcome", pair.Key.Outcome)));

    public IEnumerable<Measurement<long>> Rejected() => _rejected.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("signal", pair.Key)));
}
