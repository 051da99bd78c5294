using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>NFS as client and as server: https://opentelemetry.io/docs/specs/semconv/nfs/nfs-metrics/.</summary>
internal static class NfsInstruments
{
    private const string Version = "onc_rpc.version=proto", Procedure = "onc_rpc.procedure.name=method", Operation = "nfs.operation.name=method";

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("nfs.client.net.count", Counter, "{record}", "Packets of the client.", Each("node_nfs_packets_total", "network.transport=protocol")),
        new("nfs.client.net.tcp.connection.accepted", Counter, "{connection}", "Connections of the client.", Each("node_nfs_connections_total")),
        new("nfs.client.rpc.count", Counter, "{request}", "Calls of the client.", Each("node_nfs_rpcs_total")),
        new("nfs.client.rpc.retransmit.count", Counter, "{request}", "Calls that the client sent again.", Each("node_nfs_rpc_retransmissions_total")),
        new("nfs.client.rpc.authrefresh.count", Counter, "{request}", "Renewed proofs of who the client is.", Each("node_nfs_rpc_authentication_refreshes_total")),
        new("nfs.client.procedure.count", Counter, "{procedure}", "Procedures of NFS 2 and 3 that the client called.", Each("node_nfs_requests_total", Version, Procedure) with { Only = IsOfProcedures }),
        new("nfs.client.operation.count", Counter, "{operation}", "Operations of NFS 4 that the client asked for.", Each("node_nfs_requests_total", Version, Operation) with { Only = IsOfOperations }),
        new("nfs.server.io", Counter, "By", "Bytes that clients wrote and read.",
            Each("node_nfsd_disk_bytes_written_total", "network.io.direction='receive'"), Each("node_nfsd_disk_bytes_read_total", "network.io.direction='transmit'")),
        new("nfs.server.net.count", Counter, "{record}", "Packets of the server.", Each("node_nfsd_packets_total", "network.transport=proto")),
        new("nfs.server.net.tcp.connection.accepted", Counter, "{connection}", "Connections that the server took.", Each("node_nfsd_connections_total")),
        new("nfs.server.rpc.count", Counter, "{request}", "Calls of the server, with the error of those that were wrong.", Each("node_nfsd_server_rpcs_total"), Each("node_nfsd_rpc_errors_total", "error.type=error")),
        new("nfs.server.procedure.count", Counter, "{procedure}", "Procedures of NFS 2 and 3 that clients called.", Each("node_nfsd_requests_total", Version, Procedure) with { Only = IsOfProcedures }),
        new("nfs.server.operation.count", Counter, "{operation}", "Operations of NFS 4 that clients asked for.", Each("node_nfsd_requests_total", Version, Operation) with { Only = IsOfOperations }),
        new("nfs.server.repcache.requests", Counter, "{request}", "Calls, by whether their answer was still known.",
            Each("node_nfsd_reply_cache_hits_total", "nfs.server.repcache.status='hit'"),
            Each("node_nfsd_reply_cache_misses_total", "nfs.server.repcache.status='miss'"),
            Each("node_nfsd_reply_cache_nocache_total", "nfs.server.repcache.status='nocache'")),
        new("nfs.server.fh.stale.count", Counter, "{fh}", "File handles that were out of date.", Each("node_nfsd_file_handles_stale_total")),
        new("nfs.server.thread.count", UpDownCounter, "{thread}", "Threads of the server.", Each("node_nfsd_server_threads")),
        new("edgestack.nfs.mount.up", Gauge, "1", "1 while a mount answers.", Each("edgestack_nfs_mount_up", "server.address=server", "edgestack.nfs.export=export", "system.filesystem.mountpoint=mountpoint")),
    ];

    // Of the eighty that there are most are never asked for, and a counter that is not there yet begins at 0 all the same.
    private static bool IsOfOperations(ReadSample sample) => sample.Value > 0 && sample.Label("proto") == "4";

    private static bool IsOfProcedures(ReadSample sample) => sample.Value > 0 && sample.Label("proto") != "4";
}
