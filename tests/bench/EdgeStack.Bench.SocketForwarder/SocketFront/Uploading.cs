using System.Net.Sockets;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>Streams a visitor's body to the upstream as it comes; chunks keep their form.</summary>
internal static class Uploading
{
    /// <summary>True when all of it was sent. When the upstream takes no more, its answer decides; when the visitor is gone, there is nothing to wait for.</summary>
    public static async Task<bool> SendAsync(VisitorSocket visitor, UpstreamConnection upstream, long? length, bool asks)
    {
        try
        {
            if (asks && visitor.Unread.IsEmpty)
                await visitor.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            ChunkScanner chunks = default;
            long left = length ?? 0;
            while (length is null ? !chunks.IsComplete : left > 0)
            {
                if (visitor.Unread.IsEmpty && !await visitor.TryFillAsync())
                    throw new EndOfStreamException();
                int count = length is null ? chunks.Pass(visitor.Unread) : (int)Math.Min(left, visitor.Unread.Length);
                left -= count;
                if (!await TrySendAsync(upstream, visitor.UnreadMemory[..count]))
                    return false;
                visitor.Take(count);
            }

            return true;
        }
        catch (Exception fault) when (fault is SocketException or IOException or InvalidDataException or ObjectDisposedException)
        {
            upstream.Dispose();
            return false;
        }
    }

    private static async ValueTask<bool> TrySendAsync(UpstreamConnection upstream, ReadOnlyMemory<byte> piece)
    {
        try
        {
            await upstream.SendAsync(piece);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
