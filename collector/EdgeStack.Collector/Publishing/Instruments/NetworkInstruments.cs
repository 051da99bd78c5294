using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>Network interfaces and connections: https://opentelemetry.io/docs/specs/semconv/system/system-metrics/.</summary>
internal static class NetworkInstruments
{
    private const string Interface = "network.interface.name=device", In = "network.io.direction='receive'", Out = "network.io.direction='transmit'";

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("system.network.io", Counter, "By", "Bytes that an interface received and sent.", Each("node_network_receive_bytes_total", Interface, In), Each("node_network_transmit_bytes_total", Interface, Out)),
        new("system.network.packet.count", Counter, "{packet}", "Packets that an interface received and sent.", Each("node_network_receive_packets_total", Interface, In), Each("node_network_transmit_packets_total", Interface, Out)),
        new("system.network.packet.dropped", Counter, "{packet}", "Packets that were dropped.", Each("node_network_receive_drop_total", Interface, In), Each("node_network_transmit_drop_total", Interface, Out)),
        new("system.network.errors", Counter, "{error}", "Packets that were wrong or could not be sent.", Each("node_network_receive_errs_total", Interface, In), Each("node_network_transmit_errs_total", Interface, Out)),
        new("system.network.connection.count", UpDownCounter, "{connection}", "TCP connections, by state.",
            Each("node_tcp_connection_states", "network.transport='tcp'", "network.connection.state=state") with { Only = sample => !sample.Label("state").EndsWith("_bytes", StringComparison.Ordinal) }),
        new("hw.network.up", UpDownCounter, "1", "1 for an interface that has a link.", Each("node_network_up", "hw.id=device", "hw.type='network'")),
    ];
}
