// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Diagnostics.Metrics;
using EdgeStack.Telemetry.Instruments;

namespace EdgeStack.Telemetry.Families;

/// <summary>Takes an instrument's measurements to its family, which comes to be with the first of them.</summary>
internal sealed class InstrumentFeed(Instrument instrument, FamilyShape shape, FamilyTable families)
{
    private volatile Binding? _binding;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Binding binding = _binding ?? Bind(tags);
        binding.Family?.Record(value, tags, binding.Defaults);
    }

    private Binding Bind(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MetricFamily? family = families.FindOrAdd(shape, instrument, tags);
        Binding binding = new(family, family?.Labels.Defaults(instrument.Tags) ?? []);
        return _binding = binding;
    }

    // The defaults belong to the instrument: two that share a family may have own tags with different values.
    private sealed record Binding(MetricFamily? Family, string[] Defaults);
}
