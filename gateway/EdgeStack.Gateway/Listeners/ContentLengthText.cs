using System.Text;

namespace EdgeStack.Gateway.Listeners;

/// <summary>
/// How Kestrel is to read the bytes of a Content-Length. By itself it takes <c>+5</c>, <c>-0</c> and <c>007</c>, which a server behind us may
/// read otherwise; above it only the number is left. So anything but the one spelling of a number becomes a text that is none, and Kestrel
/// answers 400 and closes (docs/decisions/006-strict-http1-without-a-parser-of-our-own.md).
/// </summary>
internal sealed class ContentLengthText : Encoding
{
    public static readonly ContentLengthText Instance = new();

    // long.MaxValue has as many; Kestrel itself finds out what is above it.
    private const int MostDigits = 19;
    private const char NoNumber = '?';

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length is > 0 and <= MostDigits && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (bytes[0] != '0' || bytes.Length == 1))
            return ASCII.GetChars(bytes, chars);
        chars[0] = NoNumber;
        return 1;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) => Math.Min(count, MostDigits);

    public override int GetMaxCharCount(int byteCount) => MostDigits;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;
}
