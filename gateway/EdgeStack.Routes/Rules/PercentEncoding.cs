using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Rules;

/// <summary>Percent encoding of queries.</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes into a buffer at least as long as the text; false when a percent sign is not followed by two digits or the bytes are not UTF-8.</summary>
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

            if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, count)))
                return false;
            length = Encoding.UTF8.GetChars(bytes.AsSpan(0, count), decoded);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
