using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Connections;

/// <summary>How Kestrel is to read the bytes of a <c>Connection</c>: as Latin-1 like all headers, and <see cref="ConnectionHeader"/> hears of them.</summary>
internal sealed class ConnectionHeaderText : Latin1Text
{
    public static readonly ConnectionHeaderText Instance = new();

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        ConnectionHeader.Remember(bytes);
        return Latin1.GetChars(bytes, chars);
    }
}
