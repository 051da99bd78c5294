using System.Buffers.Binary;
using System.Text;

namespace EdgeStack.Testing;

/// <summary>HTTP/2 by hand (RFC 9113), for what no client or server library would send. Headers are literals, not indexed and not compressed.</summary>
public static class Http2Frames
{
    public const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4;

    public const byte EndStream = 1, Acknowledgement = 1, EndHeaders = 4;

    public const int HeadLength = 9, PrefaceLength = 24;

    /// <summary>What a client begins with, settings included.</summary>
    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        byte[] head = new byte[HeadLength];
        BinaryPrimitives.WriteInt32BigEndian(head, payload.Length << 8);
        (head[3], head[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), stream);
        return [.. head, .. payload];
    }

    /// <summary>A frame of headers; each name and value is shorter than 127 bytes.</summary>
    public static byte[] HeadersFrame(int stream, bool endStream, params (string Name, string Value)[] headers) =>
        Frame(Headers, (byte)(EndHeaders | (endStream ? EndStream : 0)), stream, [.. headers.SelectMany(header => (byte[])[0, .. Text(header.Name), .. Text(header.Value)])]);

    /// <summary>A frame that ends a stream with this error code.</summary>
    public static byte[] Reset(int stream, byte code) => Frame(ResetStream, 0, stream, [0, 0, 0, code]);

    /// <summary>Type, stream and length of the payload that a frame's head announces.</summary>
    public static (byte Type, byte Flags, int Stream, int Length) Head(ReadOnlySpan<byte> head) =>
        (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head[5..]), BinaryPrimitives.ReadInt32BigEndian(head) >> 8);

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)];
}
