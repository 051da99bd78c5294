using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>What this machine asked of NFS servers, of /proc/net/rpc/nfs.</summary>
internal sealed class NfsClientStatistics : IHostReading
{
    private static readonly Family Packets = Family.Counter("node_nfs_packets_total", "Packets of the NFS client.", "protocol");
    private static readonly Family Connections = Family.Counter("node_nfs_connections_total", "TCP connections that the NFS client made.");
    private static readonly Family Calls = Family.Counter("node_nfs_rpcs_total", "Calls of the NFS client.");
    private static readonly Family Repeated = Family.Counter("node_nfs_rpc_retransmissions_total", "Calls that the NFS client sent again since no answer came.");
    private static readonly Family Refreshes = Family.Counter("node_nfs_rpc_authentication_refreshes_total", "Times that the NFS client renewed its credentials.");
    private static readonly Family Requests = Family.Counter("node_nfs_requests_total", "Calls of the NFS client by what they ask for.", "proto", "method");

    public string Name => "nfs";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProcNet("rpc/nfs");
        if (RpcFile.Read(path, samples) is not { } file)
            return new SourceOutcome.Absent($"{path} is missing: the NFS client is not loaded");
        file.Add(Packets, "net", 1, samples, "udp");
        file.Add(Packets, "net", 2, samples, "tcp");
        file.Add(Connections, "net", 3, samples);
        file.Add(Calls, "rpc", 0, samples);
        file.Add(Repeated, "rpc", 1, samples);
        file.Add(Refreshes, "rpc", 2, samples);
        NfsProcedures.Add(Requests, "2", NfsProcedures.Version2, file.Counts("proc2", path, samples), samples);
        NfsProcedures.Add(Requests, "3", NfsProcedures.Version3, file.Counts("proc3", path, samples), samples);
        NfsProcedures.Add(Requests, "4", NfsProcedures.ClientVersion4, file.Counts("proc4", path, samples), samples);
        return SourceOutcome.Ok;
    }
}
