using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace EdgeStack.Routes.Rules;

/// <summary>Percent encoding of queries.</summary>
internal static class PercentEncoding
{
    /// <summary>
    /// Decodes into a buffer at least as long as the text; false when a percent sign is not followed by two digits. A byte that is not UTF-8
    /// becomes U+FFFD, as Go's regular expressions see it.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<char> decoded, out int length)
    {
        length = 0;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            int count = 0;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == '%')
                {
                    if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
                        return false;
                    count++;
                    i += 2;
                }
                else if (text[i] == '+')
                {
                    bytes[count++] = (byte)' ';
                }
                else
                {
                    int run = 1;
                    while (i + run < text.Length && text[i + run] is not ('%' or '+'))
                        run++;
                    count += Encoding.UTF8.GetBytes(text.Slice(i, run), bytes.AsSpan(count));
                    i += run - 1;
                }
            }

            length = GetChars(bytes.AsSpan(0, count), decoded);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // .NET would write one U+FFFD for several bytes that begin a character together.
    private static int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetChars(bytes, chars);
        int count = 0;
        for (int i = 0; i < bytes.Length;)
        {
            bool valid = Rune.DecodeFromUtf8(bytes[i..], out Rune rune, out int length) == OperationStatus.Done;
            count += rune.EncodeToUtf16(chars[count..]);
            i += valid ? length : 1;
        }

        return count;
    }
}
