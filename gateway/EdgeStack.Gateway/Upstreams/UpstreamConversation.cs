using System.Net.Http;
using System.Net.Sockets;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// What the HTTP client does not see of a connection over HTTP/1. It sends a request again whenever there was no answer: that is right for a
/// connection that had been idle, and wrong for a new one, where the upstream got the request. It reads no answer before it has sent the whole
/// body, so that of an upstream which refuses a body and closes nothing would be left but a broken connection.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="isPlain">Whether answers can be recognised in the socket.</param>
internal sealed class UpstreamConversation(Socket socket, bool isPlain)
{
    private const int LongestHead = 4096;

    private volatile Upload? _upload;
    private volatile bool _hasSpoken, _answers;

    public ValueTask<int> ReadAsync(ValueTask<int> reading, Memory<byte> buffer) => _hasSpoken && _upload is null ? reading : WatchAsync(reading, buffer);

    /// <summary>What is written now belongs to no body.</summary>
    public void Left() => _upload = null;

    /// <summary>Writes a part of a body, unless the upstream has said its last word.</summary>
    public async ValueTask WriteAsync<T>(
        Upload upload, T stream, Func<T, ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (_upload != upload)
            (_answers, _upload) = (false, upload);
        if (upload.IsUnwanted || (isPlain && HoldsLastWord() && upload.TryRefuse()))
            return;
        try
        {
            await write(stream, part, cancellationToken);
        }
        catch (IOException) when ((_answers || Available() > 0) && upload.TryRefuse())
        {
            // The upstream has hung up, but not without a word: it will be read next.
        }
    }

    private async ValueTask<int> WatchAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        int count = await reading;
        if (count == 0 && buffer.Length > 0 && !_hasSpoken)
            throw new HttpIOException(HttpRequestError.ResponseEnded, "the upstream ended the connection without an answer");
        if (count > 0)
            _hasSpoken = _answers = true;
        if (count > 0 && _upload is { } upload && LastWord.Is(buffer.Span[..count]))
            upload.TryRefuse();
        return count;
    }

    private bool HoldsLastWord()
    {
        if (Available() == 0)
            return false;
        byte[] head = new byte[LongestHead];
        try
        {
            return LastWord.Is(head.AsSpan(0, socket.Receive(head, SocketFlags.Peek)));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private int Available()
    {
        try
        {
            return socket.Available;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
