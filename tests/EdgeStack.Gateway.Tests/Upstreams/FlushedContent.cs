using System.IO.Pipelines;
using System.Net;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>A body whose every part leaves at once, as gRPC clients send.</summary>
internal sealed class FlushedContent(PipeReader messages) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync(); // headers too leave at once
        ReadResult read;
        do
        {
            read = await messages.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
                await stream.WriteAsync(part);
            await stream.FlushAsync();
            messages.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
