using System.Buffers.Text;
using System.Text;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>Finds the end of an HTTP/1.1 answer that has a Content-Length and is small.</summary>
internal sealed class AnswerReader
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _length;

    /// <summary>Where received bytes go.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    /// <summary>Of the last whole answer.</summary>
    public int Status { get; private set; }

    /// <summary>Takes note of bytes that were received into <see cref="Free"/>; true when they end an answer.</summary>
    public bool Take(int count)
    {
        _length += count;
        ReadOnlySpan<byte> received = _buffer.AsSpan(0, _length);
        int head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (_length < head + 4 + ContentLength(received[..head]))
            return false;
        Status = Utf8Parser.TryParse(received[9..], out int status, out _) ? status : 0;
        _length = 0;
        return true;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        foreach (Range line in head.Split("\r\n"u8))
        {
            ReadOnlySpan<byte> header = head[line];
            int colon = header.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(header[..colon], "Content-Length"u8))
                return Utf8Parser.TryParse(header[(colon + 1)..].TrimStart((byte)' '), out int length, out _) ? length : 0;
        }

        throw new InvalidOperationException($"an answer without Content-Length: {Encoding.ASCII.GetString(head)}");
    }
}
