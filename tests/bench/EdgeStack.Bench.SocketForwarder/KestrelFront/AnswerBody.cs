using System.Buffers;
using System.IO.Pipelines;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>Copies an answer's body to the visitor as it comes.</summary>
internal static class AnswerBody
{
    private const int Piece = 32 * 1024;

    public static ValueTask CopyAsync(UpstreamConnection upstream, BodyEnd end, PipeWriter visitor) => end switch
    {
        BodyEnd.None => default,
        BodyEnd.Length => CopyLengthAsync(upstream, upstream.Answer.Fields.ContentLength!.Value, visitor),
        BodyEnd.LastChunk => CopyChunksAsync(upstream, visitor),
        _ => CopyToEndAsync(upstream, visitor),
    };

    private static async ValueTask CopyLengthAsync(UpstreamConnection upstream, long left, PipeWriter visitor)
    {
        int there = (int)Math.Min(left, upstream.Unread.Length);
        visitor.Write(upstream.Unread[..there]);
        upstream.Take(there);
        left -= there;
        while (left > 0)
        {
            int room = (int)Math.Min(left, Piece);
            int count = await upstream.ReceiveAsync(visitor.GetMemory(room)[..room]);
            visitor.Advance(count);
            left -= count;
            await FlushAsync(visitor);
        }
    }

    private static async ValueTask CopyChunksAsync(UpstreamConnection upstream, PipeWriter visitor)
    {
        ChunkScanner chunks = default;
        while (true)
        {
            while (!upstream.Unread.IsEmpty && !chunks.IsComplete)
            {
                int taken = chunks.Next(upstream.Unread, out ReadOnlySpan<byte> data);
                visitor.Write(data);
                upstream.Take(taken);
            }

            if (chunks.IsComplete)
                return;
            await FlushAsync(visitor);
            await upstream.FillAsync();
        }
    }

    private static async ValueTask CopyToEndAsync(UpstreamConnection upstream, PipeWriter visitor)
    {
        do
        {
            visitor.Write(upstream.Unread);
            upstream.Take(upstream.Unread.Length);
            await FlushAsync(visitor);
        }
        while (await upstream.TryFillAsync());
    }

    private static async ValueTask FlushAsync(PipeWriter visitor)
    {
        FlushResult flushed = await visitor.FlushAsync();
        if (flushed.IsCompleted || flushed.IsCanceled)
            throw new OperationCanceledException("the visitor is gone");
    }
}
