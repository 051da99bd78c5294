using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>Streams a request's body to the upstream while the answer is awaited.</summary>
internal static class RequestBody
{
    /// <summary>True when all of it was sent. When the upstream takes no more, its answer decides; when the visitor is gone, there is nothing to wait for.</summary>
    public static async Task<bool> SendAsync(PipeReader body, UpstreamConnection upstream, bool chunked)
    {
        try
        {
            while (true)
            {
                ReadResult read = await body.ReadAsync();
                if (read.IsCanceled)
                    return false;
                foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                    await SendPieceAsync(piece, upstream, chunked);
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }

            if (chunked)
                await upstream.SendAsync("0\r\n\r\n"u8.ToArray());
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            upstream.Dispose();
            return false;
        }
    }

    /// <summary>Ends an upload that the answer has overtaken.</summary>
    public static async Task StopAsync(Task<bool> upload, UpstreamConnection upstream, PipeReader body)
    {
        upstream.Dispose();
        body.CancelPendingRead();
        await upload;
    }

    private static async ValueTask SendPieceAsync(ReadOnlyMemory<byte> piece, UpstreamConnection upstream, bool chunked)
    {
        if (!chunked)
        {
            await upstream.SendAsync(piece);
            return;
        }

        if (piece.IsEmpty)
            return;
        ArrayBufferWriter<byte> chunk = upstream.Outgoing;
        chunk.ResetWrittenCount();
        chunk.Number(piece.Length, 'x');
        chunk.Write("\r\n"u8);
        chunk.Write(piece.Span);
        chunk.Write("\r\n"u8);
        await upstream.SendAsync(chunk.WrittenMemory);
    }
}
