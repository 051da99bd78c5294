using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Between requests and the writer. A request never waits for the log: when the writer is behind by too many lines, or by too many
/// letters in fewer of them, the oldest line goes and is counted.
/// </summary>
internal sealed class AccessLogQueue
{
    private const int Capacity = 4096;
    private const int MaxLetters = 1 << 22;

    private readonly Channel<AccessRecord> _records;
    private readonly Counter<long> _dropped;
    private int _letters;

    public AccessLogQueue(IMeterFactory meters)
    {
        _dropped = meters.Create("EdgeStack.Gateway.AccessLog")
            .CreateCounter<long>("edgestack_gateway_access_log_dropped_total", null, "Access log lines dropped because the log could not keep up or could not be written.");
        _dropped.Add(0);
        _records = Channel.CreateBounded<AccessRecord>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest }, Drop);
    }

    public int Count => _records.Reader.Count;

    public void Add(AccessRecord record)
    {
        Interlocked.Add(ref _letters, record.Letters);
        if (!_records.Writer.TryWrite(record))
            Interlocked.Add(ref _letters, -record.Letters);
        while (Volatile.Read(ref _letters) > MaxLetters && TryRead(out _))
            Lose(1);
    }

    /// <summary>Ends when there is a line to write; false when none will come any more.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _records.Reader.WaitToReadAsync(cancellation);

    public bool TryRead([NotNullWhen(true)] out AccessRecord? record)
    {
        if (!_records.Reader.TryRead(out record))
            return false;
        Interlocked.Add(ref _letters, -record.Letters);
        return true;
    }

    /// <summary>Lines that could not be written.</summary>
    public void Lose(int lines) => _dropped.Add(lines);

    /// <summary>No more records will come: the writer finishes what is there.</summary>
    public void Complete() => _records.Writer.TryComplete();

    private void Drop(AccessRecord record)
    {
        Interlocked.Add(ref _letters, -record.Letters);
        Lose(1);
    }
}
