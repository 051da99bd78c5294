using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Between requests and the writer. A request never waits for the log: when the writer is behind, the oldest line goes and is counted.</summary>
internal sealed class AccessLogQueue
{
    private const int Capacity = 4096;

    private readonly Channel<AccessRecord> _records;
    private readonly Counter<long> _dropped;

    public AccessLogQueue(IMeterFactory meters)
    {
        _dropped = meters.Create("EdgeStack.Gateway.AccessLog")
            .CreateCounter<long>("edgestack_gateway_access_log_dropped_total", null, "Access log lines dropped because the log could not keep up or could not be written.");
        _dropped.Add(0);
        _records = Channel.CreateBounded<AccessRecord>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Lose(1));
    }

    public ChannelReader<AccessRecord> Reader => _records.Reader;

    public void Add(AccessRecord record) => _records.Writer.TryWrite(record);

    /// <summary>Lines that could not be written.</summary>
    public void Lose(int lines) => _dropped.Add(lines);

    /// <summary>No more records will come: the writer finishes what is there.</summary>
    public void Complete() => _records.Writer.TryComplete();
}
