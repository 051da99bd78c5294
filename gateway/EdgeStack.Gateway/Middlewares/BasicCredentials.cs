using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>What a visitor sent in the header Authorization (RFC 7617).</summary>
internal sealed record BasicCredentials(string User, string Password)
{
    private const string Scheme = "Basic ";

    // Longer ones are nobody's password; servers stop at 8 KiB too.
    private const int Longest = 8192;

    /// <summary>Null when the header is absent, given twice, or not what the standard says.</summary>
    public static BasicCredentials? Read(StringValues authorization)
    {
        if (authorization is not [{ Length: > 0 and <= Longest } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        ReadOnlySpan<char> base64 = header.AsSpan(Scheme.Length).Trim(' ');
        byte[] decoded = new byte[base64.Length];
        if (!Convert.TryFromBase64Chars(base64, decoded, out int length))
            return null;
        // Browsers send UTF-8, some older clients Latin-1.
        ReadOnlySpan<byte> bytes = decoded.AsSpan(0, length);
        string text = (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        int colon = text.IndexOf(':');
        // bcrypt ends at a zero byte, so that one would make all passwords with this beginning equal.
        return colon < 0 || text.Any(char.IsControl) ? null : new BasicCredentials(text[..colon], text[(colon + 1)..]);
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"User = {User}, Password = ***");
        return true;
    }
}
