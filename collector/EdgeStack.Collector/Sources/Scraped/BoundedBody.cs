using System.IO.Compression;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>A body of bounded length, in a buffer that is used again. It grows with what really comes, not with what is announced.</summary>
/// <param name="limit">In bytes, for what is sent as for what it inflates to.</param>
internal sealed class BoundedBody(int limit)
{
    private const int Least = 16 * 1024;

    private byte[] _buffer = [];

    /// <summary>The whole body; null when it is longer than the limit.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, bool isGzip, CancellationToken cancellation)
    {
        if (!isGzip)
            return await ReadAsync(stream, cancellation);
        // What is sent needs a limit of its own: an endless stream can inflate to nothing.
        await using CountedStream counted = new(stream, limit);
        await using GZipStream inflated = new(counted, CompressionMode.Decompress);
        try
        {
            return await ReadAsync(inflated, cancellation);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>Gives a large buffer back: the next page may be small.</summary>
    public void Release()
    {
        const int Usual = 1024 * 1024;
        if (_buffer.Length > Usual)
            _buffer = [];
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        int length = 0;
        while (true)
        {
            // One byte more than the limit tells a body that is as long from one that is longer.
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, (int)Math.Min(Math.Max(Least, 2L * length), limit + 1L));
            int read = await stream.ReadAsync(_buffer.AsMemory(length), cancellation);
            if (read == 0)
                return _buffer.AsMemory(0, length);
            length += read;
            if (length > limit)
                return null;
        }
    }

    /// <summary>Ends with an exception behind so many bytes.</summary>
    private sealed class CountedStream(Stream inner, long limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= limit ? read : throw new EndOfStreamException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
