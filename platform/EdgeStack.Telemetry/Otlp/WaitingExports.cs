using System.IO.Compression;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>
/// Exports that wait to be sent, so that an uplink that is away for a while leaves no hole. They take a bounded number of bytes: when there is no room the oldest are
/// dropped and counted, because what is new says how things are.
/// </summary>
public sealed class WaitingExports
{
    internal const int DefaultMostBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Export> _waiting = new();
    private readonly int _mostBytes;
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _bytes;
    private bool _ended;

    internal WaitingExports(int mostBytes = DefaultMostBytes) => _mostBytes = mostBytes;

    internal ExportOutcomes Outcomes { get; } = new();

    internal int Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Adds a request. What does not fit, or comes when nobody sends any more, is dropped.</summary>
    /// <param name="signal"><c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
    /// <param name="message">The message <c>Export…ServiceRequest</c>.</param>
    public void Add(string signal, ReadOnlySpan<byte> message)
    {
        if (!TryAdd(new Export(signal, Compressed(message))))
            Outcomes.Count(signal, ExportOutcomes.Dropped);
    }

    internal static byte[] Compressed(ReadOnlySpan<byte> message)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            gzip.Write(message);
        return compressed.ToArray();
    }

    /// <summary>False when it is larger than all may be, or nobody sends any more.</summary>
    internal bool TryAdd(Export export)
    {
        lock (_gate)
        {
            if (_ended || export.Body.Length > _mostBytes)
                return false;
            _waiting.AddLast(export);
            _bytes += export.Body.Length;
            DropOldest();
            _added.TrySetResult();
            _added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return true;
    }

    /// <summary>The oldest, which does not wait any more; comes when there is one.</summary>
    internal async Task<Export> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task added;
            lock (_gate)
                added = _added.Task;
            if (TryTake() is { } export)
                return export;
            await added.WaitAsync(cancellation);
        }
    }

    internal Export? TryTake()
    {
        lock (_gate)
        {
            if (_waiting.First is not { } oldest)
                return null;
            _waiting.RemoveFirst();
            _bytes -= oldest.Value.Body.Length;
            return oldest.Value;
        }
    }

    /// <summary>Lets one that was taken wait again, before all others.</summary>
    internal void PutBack(Export export)
    {
        lock (_gate)
        {
            _waiting.AddFirst(export);
            _bytes += export.Body.Length;
            DropOldest();
        }
    }

    /// <summary>Whether the receiver was away when the last was sent: whoever comes afterwards need not try.</summary>
    internal bool IsAway { get; private set; }

    /// <summary>Takes nothing any more; what still waits is dropped.</summary>
    /// <param name="isAway">Whether the receiver is.</param>
    internal void End(bool isAway = false)
    {
        lock (_gate)
        {
            (_ended, IsAway) = (true, isAway);
            foreach (Export export in _waiting)
                Outcomes.Count(export.Signal, ExportOutcomes.Dropped);
            _waiting.Clear();
            _bytes = 0;
        }
    }

    private void DropOldest()
    {
        while (_bytes > _mostBytes && _waiting.First is { } oldest)
        {
            _waiting.RemoveFirst();
            _bytes -= oldest.Value.Body.Length;
            Outcomes.Count(oldest.Value.Signal, ExportOutcomes.Dropped);
        }
    }
}
