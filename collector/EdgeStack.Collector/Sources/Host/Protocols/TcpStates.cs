using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>
/// TCP sockets by state. The kernel keeps no such counts: somebody has to walk over the sockets. Netlink does that for a tenth of the time, but only for the own network; where
/// that is a pod's and not the machine's, process 1's /proc/net/tcp is read.
/// </summary>
internal sealed class TcpStates : IHostReading
{
    private static readonly Family States = Family.Gauge("node_tcp_connection_states", "TCP sockets in a state; bytes in their queues in rx_queued_bytes and tx_queued_bytes.", "state");

    public string Name => "tcpstat";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        if ((OwnNetwork.IsMachines(roots) ? SocketDiagnosis.Ask() : null) is not { } counts)
        {
            counts = new TcpCounts();
            if (!TcpTable.TryCount(roots.InProcNet("tcp"), counts) & !TcpTable.TryCount(roots.InProcNet("tcp6"), counts))
                return new SourceOutcome.Failed($"{roots.InProcNet("tcp")} is missing");
        }

        foreach ((int index, string name) in TcpCounts.StateNames.Index())
            samples.Add(States, counts.OfState(index + 1), name);
        samples.Add(States, counts.Received, "rx_queued_bytes");
        samples.Add(States, counts.ToSend, "tx_queued_bytes");
        if (counts.Unknown > 0)
            samples.Report($"{roots.InProcNet("tcp")} and tcp6: {counts.Unknown} lines are not sockets");
        return SourceOutcome.Ok;
    }
}
