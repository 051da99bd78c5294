using System.Text;

namespace EdgeStack.Gateway.Connections;

/// <summary>How Kestrel is to read the bytes of a <c>Connection</c>: as Latin-1 like all headers, and <see cref="ConnectionHeader"/> hears of them.</summary>
internal sealed class ConnectionHeaderText : Encoding
{
    public static readonly ConnectionHeaderText Instance = new();

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        ConnectionHeader.Remember(bytes);
        return Latin1.GetChars(bytes, chars);
    }

    public override unsafe int GetChars(byte* bytes, int byteCount, char* chars, int charCount) => GetChars(new ReadOnlySpan<byte>(bytes, byteCount), new Span<char>(chars, charCount));

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override unsafe int GetCharCount(byte* bytes, int count) => count;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;
}
