// Hot path: once a request.
using System.Buffers;
using System.Runtime.CompilerServices;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>Sends an upstream's answer to the visitor: head and what has come of the body at once, the rest as it comes. Chunks keep their form.</summary>
internal static class Answering
{
    private const int Piece = 64 * 1024;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask SendAsync(UpstreamConnection upstream, bool askedForHead, bool closes, VisitorSocket visitor)
    {
        BodyEnd end = upstream.Answer.BodyEnd(askedForHead);
        visitor.Outgoing.ResetWrittenCount();
        WriteHead(visitor.Outgoing, upstream, closes || end == BodyEnd.Close);
        upstream.Take(upstream.Answer.Length);
        ChunkScanner chunks = default;
        long left = end == BodyEnd.Length ? upstream.Answer.Fields.ContentLength!.Value : 0;
        left -= TakeThere(visitor.Outgoing, upstream, end, left, ref chunks);
        await visitor.SendAsync(visitor.Outgoing.WrittenMemory);
        switch (end)
        {
            case BodyEnd.Length when left > 0:
                await SendLengthAsync(upstream, left, visitor);
                break;
            case BodyEnd.LastChunk when !chunks.IsComplete:
                await SendChunksAsync(upstream, chunks, visitor);
                break;
            case BodyEnd.Close:
                await SendToEndAsync(upstream, visitor);
                break;
            default:
                break;
        }
    }

    private static void WriteHead(ArrayBufferWriter<byte> outgoing, UpstreamConnection upstream, bool closes)
    {
        ReadOnlySpan<byte> head = upstream.Unread[..upstream.Answer.Length];
        outgoing.Write("HTTP/1.1"u8);
        outgoing.Write(head[8..head.IndexOf((byte)'\r')]);
        HeadFields fields = upstream.Answer.Fields;
        foreach (Field field in fields.All)
        {
            bool tellsLength = field.Kind is FieldKind.ContentLength or FieldKind.TransferEncoding && upstream.Answer.Status != 204;
            if (field.Kind is not (FieldKind.EndToEnd or FieldKind.Host) && !tellsLength)
                continue;
            outgoing.Write("\r\n"u8);
            outgoing.Write(field.Line(head));
        }

        outgoing.Write(closes ? "\r\nConnection: close\r\n\r\n"u8 : "\r\n\r\n"u8);
    }

    private static int TakeThere(ArrayBufferWriter<byte> outgoing, UpstreamConnection upstream, BodyEnd end, long left, ref ChunkScanner chunks)
    {
        int count = end switch
        {
            BodyEnd.None => 0,
            BodyEnd.Length => (int)Math.Min(left, upstream.Unread.Length),
            BodyEnd.LastChunk => chunks.Pass(upstream.Unread),
            _ => upstream.Unread.Length,
        };
        outgoing.Write(upstream.Unread[..count]);
        upstream.Take(count);
        return count;
    }

    private static async ValueTask SendLengthAsync(UpstreamConnection upstream, long left, VisitorSocket visitor)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (left > 0)
            {
                int count = await upstream.ReceiveAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
                await visitor.SendAsync(piece.AsMemory(0, count));
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static async ValueTask SendChunksAsync(UpstreamConnection upstream, ChunkScanner chunks, VisitorSocket visitor)
    {
        while (!chunks.IsComplete)
        {
            await upstream.FillAsync();
            int count = chunks.Pass(upstream.Unread);
            await visitor.SendAsync(upstream.UnreadMemory[..count]);
            upstream.Take(count);
        }
    }

    private static async ValueTask SendToEndAsync(UpstreamConnection upstream, VisitorSocket visitor)
    {
        while (await upstream.TryFillAsync())
        {
            await visitor.SendAsync(upstream.UnreadMemory);
            upstream.Take(upstream.Unread.Length);
        }
    }
}
