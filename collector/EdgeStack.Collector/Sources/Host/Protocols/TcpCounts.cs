namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>TCP sockets by state, and what waits in their queues.</summary>
internal sealed class TcpCounts
{
    private const int Listen = 10;

    private readonly long[] _ofState = new long[StateNames.Length + 1];

    /// <summary>By the kernel's number, which begins at 1. A request that is not a connection yet is a state of its own in the kernel, and syn_recv for everybody else.</summary>
    public static string[] StateNames { get; } =
        ["established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait", "last_ack", "listen", "closing"];

    public long ToSend { get; private set; }

    public long Received { get; private set; }

    /// <summary>What was read and is not a socket.</summary>
    public long Unknown { get; private set; }

    public long OfState(int state) => _ofState[state];

    public void Add(int state, long toSend, long received)
    {
        if (state < 1 || state > StateNames.Length)
        {
            Unknown++;
            return;
        }

        _ofState[state]++;
        // A listener's queues hold connections, not bytes.
        if (state == Listen)
            return;
        ToSend += toSend;
        Received += received;
    }

    public void AddUnknown() => Unknown++;
}
