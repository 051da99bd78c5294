using System.IO.Compression;
using System.IO.Pipelines;
using EdgeStack.Gateway.Bytes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>A response's body that decides at its first byte, when the headers are known, whether it is compressed.</summary>
internal sealed class CompressedBody(IHttpResponseBodyFeature inner, HttpResponse response, string encoding, Func<HttpResponse, bool> isWorthIt) : AsyncStream, IHttpResponseBodyFeature
{
    private Stream? _sink;
    private bool _streams;
    private PipeWriter? _writer;

    public Stream Stream => this;

    public PipeWriter Writer => _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanWrite => true;

    /// <summary>Writes the compressor's last bytes.</summary>
    public async ValueTask FinishAsync()
    {
        if (_writer is not null)
            await _writer.CompleteAsync();
        if (_sink is not null && _sink != inner.Stream)
            await _sink.DisposeAsync();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Stream sink = Sink();
        await sink.WriteAsync(buffer, cancellationToken);
        // Of unknown length: somebody may be waiting for just this piece.
        if (_streams)
            await sink.FlushAsync(cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => Sink().FlushAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Sink();
        return inner.StartAsync(cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await FinishAsync();
        await inner.CompleteAsync();
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    private Stream Sink() => _sink ??= isWorthIt(response) ? Compressor() : inner.Stream;

    private Stream Compressor()
    {
        IHeaderDictionary headers = response.Headers;
        _streams = response.ContentLength is null;
        response.ContentLength = null;
        headers.ContentEncoding = encoding;
        headers.Vary = StringValues.Concat(headers.Vary, "Accept-Encoding");
        headers.AcceptRanges = StringValues.Empty;
        headers.ContentMD5 = StringValues.Empty;
        // The bytes are others now, only the meaning is the same (RFC 9110 section 8.8.1).
        if (headers.ETag is [['"', ..] strong])
            headers.ETag = $"W/{strong}";
        return encoding == "br" ? new BrotliStream(inner.Stream, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(inner.Stream, CompressionLevel.Fastest, leaveOpen: true);
    }
}
