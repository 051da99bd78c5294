namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>The head of an upstream's answer. Used again for the next one.</summary>
internal sealed class AnswerHead
{
    private const int Shortest = 12; // HTTP/1.1 200

    public HeadFields Fields { get; } = new();

    public int Status { get; private set; }

    /// <summary>True when the upstream will answer again on this connection.</summary>
    public bool Persists { get; private set; }

    /// <summary>Bytes of the head with its empty line; 0 while it is not whole.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the head at the beginning of these bytes; false when its end is not among them.</summary>
    /// <exception cref="InvalidDataException">It is no answer that can be passed on.</exception>
    public bool TryRead(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        Length = end < 0 ? 0 : end + 4;
        if (end < 0)
            return false;
        ReadOnlySpan<byte> head = bytes[..Length];
        int line = head.IndexOf("\r\n"u8);
        if (line < Shortest || !head.StartsWith("HTTP/1."u8) || head[8] != ' ' || (line > Shortest && head[Shortest] != ' ') || head[..line].IndexOf((byte)'\r') >= 0)
            throw new InvalidDataException("no status line");
        Status = (Digit(head[9]) * 100) + (Digit(head[10]) * 10) + Digit(head[11]);
        if (Status is < 100 or 101)
            throw new InvalidDataException("a status that is not passed on");
        Fields.Read(head, line + 2);
        Persists = !Fields.Closes && (head[7] == '1' || Fields.KeepsAlive);
        return true;
    }

    /// <summary>How the body ends (RFC 9112, section 6.3).</summary>
    public BodyEnd BodyEnd(bool askedForHead) => askedForHead || Status is 204 or 304 ? Heads.BodyEnd.None
        : Fields.IsChunked ? Heads.BodyEnd.LastChunk
        : Fields.ContentLength is null ? Heads.BodyEnd.Close
        : Heads.BodyEnd.Length;

    private static int Digit(byte letter) => letter is >= (byte)'0' and <= (byte)'9' ? letter - '0' : throw new InvalidDataException("no status");
}
