using System.Net.Http;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// A response's body that sends the headers ahead when its first byte is not there yet: a client may wait for them before it says more, and what
/// comes in parts shows its beginning at once. Bodies that are there cost no write of their own.
/// </summary>
internal sealed class PromptContent(HttpContent body, HttpResponse response) : WrappedContent(body)
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => new PromptStream(await Inner.ReadAsStreamAsync(), response);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => new PromptStream(await Inner.ReadAsStreamAsync(cancellationToken), response);

    private sealed class PromptStream(Stream inner, HttpResponse response) : AsyncStream
    {
        public override bool CanRead => true;

        public override bool CanWrite => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ValueTask<int> read = inner.ReadAsync(buffer, cancellationToken);
            return read.IsCompleted || response.HasStarted ? read : SendHeadersAsync(read, cancellationToken);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override Task FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private async ValueTask<int> SendHeadersAsync(ValueTask<int> read, CancellationToken cancellationToken)
        {
            try
            {
                await response.Body.FlushAsync(cancellationToken);
            }
            catch
            {
                // The buffer is not to be given away while something may still be written into it; the visitor's leaving cancels both.
                await read.AsTask().ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                throw;
            }

            return await read;
        }
    }
}
