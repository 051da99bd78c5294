using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// How the client is to read the bytes of an upstream's headers: Latin-1, so that UTF-8 goes through as it is. The client would make blanks
/// of CR and NUL; they become another control character instead, so that the response is known not to be sound.
/// </summary>
internal sealed class ResponseHeaderText : Latin1Text
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
}
