using System.Buffers;
using EdgeStack.Bench.SocketForwarder.Heads;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>The head of a visitor's request. Used again for the next one.</summary>
internal sealed class VisitorHead
{
    // What stands in a target has been looked at by whoever sent it; only what would end or split the line is refused.
    private static readonly SearchValues<byte> NotInTargets = SearchValues.Create([.. Enumerable.Range(0, 33).Select(letter => (byte)letter), 127]);

    private int _method, _lineEnd;

    public HeadFields Fields { get; } = new();

    /// <summary>Bytes of the head with its empty line; 0 while it is not whole.</summary>
    public int Length { get; private set; }

    /// <summary>Where the value of Host stands.</summary>
    public Field Host { get; private set; }

    public bool IsHead { get; private set; }

    /// <summary>True when doing it twice does no harm.</summary>
    public bool IsRepeatable { get; private set; }

    public bool HasBody => Fields.IsChunked || Fields.ContentLength > 0;

    /// <summary>Reads the head at the beginning of these bytes; false when its end is not among them.</summary>
    /// <exception cref="InvalidDataException">It is no request of HTTP/1.1 for a path of one host.</exception>
    public bool TryRead(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        Length = end < 0 ? 0 : end + 4;
        if (end < 0)
            return false;
        ReadOnlySpan<byte> head = bytes[..Length];
        _lineEnd = head.IndexOf("\r\n"u8);
        _method = head[.._lineEnd].IndexOf((byte)' ');
        int target = _lineEnd - " HTTP/1.1".Length;
        if (_method <= 0 || target <= _method || !head[target.._lineEnd].SequenceEqual(" HTTP/1.1"u8) || head[_method + 1] != '/' || head[(_method + 1)..target].ContainsAny(NotInTargets))
            throw new InvalidDataException("no request line");
        Fields.Read(head, _lineEnd + 2);
        Host = OnlyHost();
        ReadOnlySpan<byte> method = head[.._method];
        IsHead = method.SequenceEqual("HEAD"u8);
        IsRepeatable = IsHead || method.SequenceEqual("GET"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("PUT"u8) || method.SequenceEqual("DELETE"u8);
        return true;
    }

    /// <summary>Writes the request as the upstream is to get it.</summary>
    public void Write(ArrayBufferWriter<byte> outgoing, ReadOnlySpan<byte> head, ReadOnlySpan<byte> visitor)
    {
        outgoing.Write(head[..(_lineEnd + 2)]);
        outgoing.Write(Host.Line(head));
        foreach (Field field in Fields.All)
        {
            if (field.Kind != FieldKind.EndToEnd)
                continue;
            outgoing.Write("\r\n"u8);
            outgoing.Write(field.Line(head));
        }

        outgoing.Write("\r\nX-Forwarded-For: "u8);
        outgoing.Write(visitor);
        outgoing.Write("\r\nX-Forwarded-Host: "u8);
        outgoing.Write(Host.Value(head));
        outgoing.Write("\r\nX-Forwarded-Proto: http"u8);
        outgoing.EndOfRequest(Fields.ContentLength, Fields.IsChunked);
    }

    private Field OnlyHost()
    {
        Field? host = null;
        foreach (Field field in Fields.All)
        {
            if (field.Kind == FieldKind.Host)
                host = host is null ? field : throw new InvalidDataException("two hosts");
        }

        return host ?? throw new InvalidDataException("no host");
    }
}
