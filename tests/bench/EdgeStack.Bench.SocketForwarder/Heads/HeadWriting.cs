using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;

namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>Pieces of a head that is being written.</summary>
internal static class HeadWriting
{
    public static void Text(this ArrayBufferWriter<byte> head, string text)
    {
        Span<byte> room = head.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        head.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    public static void Number(this ArrayBufferWriter<byte> head, long number, char format = 'D')
    {
        Utf8Formatter.TryFormat(number, head.GetSpan(20), out int count, format);
        head.Advance(count);
    }

    public static void Address(this ArrayBufferWriter<byte> head, IPAddress? address)
    {
        if (address?.TryFormat(head.GetSpan(65), out int count) ?? throw new InvalidDataException("a visitor without an address"))
            head.Advance(count);
    }

    /// <summary>A request's fields about its body, and the end of its head.</summary>
    public static void EndOfRequest(this ArrayBufferWriter<byte> head, long? length, bool chunked)
    {
        if (chunked)
            head.Write("\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
        else if (length is { } known)
        {
            head.Write("\r\nContent-Length: "u8);
            head.Number(known);
            head.Write("\r\n\r\n"u8);
        }
        else
            head.Write("\r\n\r\n"u8);
    }
}
