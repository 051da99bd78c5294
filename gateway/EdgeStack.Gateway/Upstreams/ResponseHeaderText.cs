using System.Text;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// How the client is to read the bytes of an upstream's headers: Latin-1, so that UTF-8 goes through as it is. The client would make blanks
/// of CR and NUL; they become another control character instead, so that the response is known not to be sound.
/// </summary>
internal sealed class ResponseHeaderText : Encoding
{
    public static readonly ResponseHeaderText Instance = new();

    private const char Substitute = '\x1a';

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int count = Latin1.GetChars(bytes, chars);
        if (!bytes.ContainsAny((byte)'\r', (byte)'\0'))
            return count;
        for (int i = 0; i < count; i++)
        {
            // CR LF is a value that goes on in the next line, which becomes one line.
            if (chars[i] == '\0' || (chars[i] == '\r' && (i + 1 == count || chars[i + 1] != '\n')))
                chars[i] = Substitute;
        }

        return count;
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
