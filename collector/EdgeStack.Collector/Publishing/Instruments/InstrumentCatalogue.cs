using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>What is exported: a curated list in OpenTelemetry's names (docs/contracts/otlp.md). What has no samples makes no points.</summary>
internal static class InstrumentCatalogue
{
    public static ImmutableArray<Instrument> All { get; } =
    [
        .. MachineInstruments.All,
        .. StorageInstruments.All,
        .. NetworkInstruments.All,
        .. HardwareInstruments.All,
        .. NfsInstruments.All,
        .. ClusterInstruments.All,
        .. DatabaseInstruments.All,
    ];
}
