using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>What others asked of this machine's NFS server, of /proc/net/rpc/nfsd.</summary>
internal sealed class NfsServerStatistics : IHostReading
{
    private static readonly Family CacheHits = Family.Counter("node_nfsd_reply_cache_hits_total", "Calls that were a repetition and answered from the reply cache.");
    private static readonly Family CacheMisses = Family.Counter("node_nfsd_reply_cache_misses_total", "Calls whose answer was put into the reply cache.");
    private static readonly Family CacheUnused = Family.Counter("node_nfsd_reply_cache_nocache_total", "Calls whose answer needs no reply cache.");
    private static readonly Family Stale = Family.Counter("node_nfsd_file_handles_stale_total", "Calls for files that are not there any more.");
    private static readonly Family BytesRead = Family.Counter("node_nfsd_disk_bytes_read_total", "Bytes that the NFS server read.");
    private static readonly Family BytesWritten = Family.Counter("node_nfsd_disk_bytes_written_total", "Bytes that the NFS server wrote.");
    private static readonly Family Threads = Family.Gauge("node_nfsd_server_threads", "Threads of the NFS server.");
    private static readonly Family ReadAhead = Family.Gauge("node_nfsd_read_ahead_cache_size_blocks", "Size of the read-ahead cache; 0 on kernels that have none.");
    private static readonly Family ReadAheadMissed = Family.Counter("node_nfsd_read_ahead_cache_not_found_total", "Reads that the read-ahead cache did not know.");
    private static readonly Family Packets = Family.Counter("node_nfsd_packets_total", "Packets of the NFS server.", "proto");
    private static readonly Family Connections = Family.Counter("node_nfsd_connections_total", "TCP connections that the NFS server took.");
    private static readonly Family Calls = Family.Counter("node_nfsd_server_rpcs_total", "Calls of the NFS server.");
    private static readonly Family Errors = Family.Counter("node_nfsd_rpc_errors_total", "Calls that the NFS server could not take, by what was wrong with them.", "error");
    private static readonly Family Requests = Family.Counter("node_nfsd_requests_total", "Calls of the NFS server by what they ask for.", "proto", "method");

    // A server tells nothing of the empty call, though its counts begin with it.
    private static readonly ImmutableArray<string> Version2 = ["", .. NfsProcedures.Version2[1..]];
    private static readonly ImmutableArray<string> Version3 = ["", .. NfsProcedures.Version3[1..]];

    public string Name => "nfsd";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProcNet("rpc/nfsd");
        if (RpcFile.Read(path, samples) is not { } file)
            return new SourceOutcome.Absent($"{path} is missing: the NFS server is not loaded");
        file.Add(CacheHits, "rc", 0, samples);
        file.Add(CacheMisses, "rc", 1, samples);
        file.Add(CacheUnused, "rc", 2, samples);
        file.Add(Stale, "fh", 0, samples);
        file.Add(BytesRead, "io", 0, samples);
        file.Add(BytesWritten, "io", 1, samples);
        file.Add(Threads, "th", 0, samples);
        file.Add(ReadAhead, "ra", 0, samples);
        file.Add(ReadAheadMissed, "ra", 11, samples);
        file.Add(Packets, "net", 1, samples, "udp");
        file.Add(Packets, "net", 2, samples, "tcp");
        file.Add(Connections, "net", 3, samples);
        file.Add(Calls, "rpc", 0, samples);
        file.Add(Errors, "rpc", 2, samples, "fmt");
        file.Add(Errors, "rpc", 3, samples, "auth");
        file.Add(Errors, "rpc", 4, samples, "cInt");
        NfsProcedures.Add(Requests, "2", Version2, file.Counts("proc2", path, samples), samples);
        NfsProcedures.Add(Requests, "3", Version3, file.Counts("proc3", path, samples), samples);
        NfsProcedures.Add(Requests, "4", NfsProcedures.ServerVersion4, file.Counts("proc4ops", path, samples), samples);
        file.Add(Requests, "wdeleg_getattr", 0, samples, "4", "WdelegGetattr");
        return SourceOutcome.Ok;
    }
}
