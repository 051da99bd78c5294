using System.Globalization;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>How Kestrel's transport runs.</summary>
/// <param name="Inline">Continuations run on the thread that saw the socket's event.</param>
/// <param name="HoldsBuffers">A waiting connection holds a buffer: one receive a request less, 4 KiB a connection more.</param>
/// <param name="Queues">Kestrel's I/O queues; null for its own choice, 0 for the thread pool itself.</param>
internal sealed record Scheduling(bool Inline, bool HoldsBuffers, int? Queues)
{
    /// <summary>Reads <c>inline</c>, <c>buffers</c> and <c>queues=N</c>.</summary>
    public static Scheduling Read(IReadOnlyCollection<string> words) => new(
        words.Contains("inline", StringComparer.Ordinal),
        words.Contains("buffers", StringComparer.Ordinal),
        words.FirstOrDefault(word => word.StartsWith("queues=", StringComparison.Ordinal)) is { } queues ? int.Parse(queues.AsSpan("queues=".Length), CultureInfo.InvariantCulture) : null);
}
