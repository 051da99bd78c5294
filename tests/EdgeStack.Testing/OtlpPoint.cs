using System.Globalization;

namespace EdgeStack.Testing;

/// <summary>A value of a gauge or a sum as it arrived.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind"><c>gauge</c>, <c>counter</c> or <c>updowncounter</c>.</param>
/// <param name="Attributes">As <c>name=value</c>, in order.</param>
/// <param name="Value">The value.</param>
/// <param name="Times">Since when it counts, where it does, and when it was read.</param>
public sealed record OtlpPoint(string Metric, string Unit, string Kind, string Attributes, double Value, (DateTimeOffset? Start, DateTimeOffset At) Times)
{
    public static IEnumerable<OtlpPoint> Read(ProtobufMessage metric)
    {
        foreach (ProtobufMessage gauge in metric.Messages(5))
        {
            foreach (ProtobufMessage point in gauge.Messages(1))
                yield return Of(metric, point, "gauge");
        }

        foreach (ProtobufMessage sum in metric.Messages(7))
        {
            // 2: cumulative, the only kind that Prometheus takes.
            string kind = (sum.Number(2) == 2 ? "" : "delta ") + (sum.Number(3) == 1 ? "counter" : "updowncounter");
            foreach (ProtobufMessage point in sum.Messages(1))
                yield return Of(metric, point, kind);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Metric} {Kind} {Unit} {{{Attributes}}} {Value}");

    private static OtlpPoint Of(ProtobufMessage metric, ProtobufMessage point, string kind) => new(
        metric.Text(1), metric.Text(3), kind, string.Join(", ", point.Attributes(7).Select(pair => $"{pair.Key}={pair.Value}")),
        point.Number(4) is { } bits ? BitConverter.UInt64BitsToDouble(bits) : point.Number(6) ?? double.NaN, (Time(point.Number(2)), Time(point.Number(3)) ?? default));

    private static DateTimeOffset? Time(ulong? nanoseconds) => nanoseconds is { } since && since > 0 ? DateTimeOffset.UnixEpoch.AddTicks((long)(since / 100)) : null;
}
