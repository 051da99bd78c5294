using System.Diagnostics.Metrics;
using System.Numerics;

namespace EdgeStack.Telemetry.Instruments;

internal static class InstrumentReader
{
    private const string OwnPrefix = "edgestack_";

    public static InstrumentReading Read(Instrument instrument)
    {
        FamilyShape? shape = Shape<byte>(instrument) ?? Shape<short>(instrument) ?? Shape<int>(instrument) ?? Shape<long>(instrument)
            ?? Shape<float>(instrument) ?? Shape<double>(instrument) ?? Shape<decimal>(instrument);
        if (shape is null)
            return new InstrumentReading.Unusable("an instrument of this type has no Prometheus counterpart");

        bool own = instrument.Name.StartsWith(OwnPrefix, StringComparison.Ordinal);
        string name = own ? instrument.Name : ExpositionName.Translate(instrument.Name, instrument.Unit, shape.Kind);
        string? problem = own ? ExpositionName.Problem(name, shape.Kind) : null;
        return problem is null
            ? new InstrumentReading.Usable(shape with { Name = name })
            : new InstrumentReading.Unusable(problem);
    }

    private static FamilyShape? Shape<T>(Instrument instrument) where T : struct, INumber<T>
    {
        InstrumentKind? kind = instrument switch
        {
            Counter<T> => InstrumentKind.Counter,
            UpDownCounter<T> => InstrumentKind.UpDownCounter,
            Gauge<T> => InstrumentKind.Gauge,
            Histogram<T> => InstrumentKind.Histogram,
            ObservableCounter<T> => InstrumentKind.ObservableCounter,
            ObservableUpDownCounter<T> => InstrumentKind.ObservableUpDownCounter,
            ObservableGauge<T> => InstrumentKind.ObservableGauge,
            _ => null,
        };
        if (kind is not { } published)
            return null;
        InstrumentKind corrected = MistypedInstruments.Correct(instrument.Name, published);
        return new FamilyShape(instrument.Name, corrected, Help(instrument), Buckets<T>(instrument));
    }

    private static double[]? Buckets<T>(Instrument instrument) where T : struct, INumber<T> =>
        (instrument as Histogram<T>)?.Advice?.HistogramBucketBoundaries?.Select(double.CreateChecked).ToArray();

    // prometheus-net writes help as it is. Quotes must be escaped in OpenMetrics and must not be in the plain text, so they are replaced.
    private static string Help(Instrument instrument) =>
        (instrument.Description ?? "").Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace('"', '\'');
}
