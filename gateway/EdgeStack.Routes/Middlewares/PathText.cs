using System.Text;

namespace EdgeStack.Routes.Middlewares;

/// <summary>What may be written as a prefix of paths.</summary>
internal static class PathText
{
    /// <summary>A sentence about what is wrong with a prefix; null when nothing is.</summary>
    public static string? Fault(string prefix) => prefix switch
    {
        [not '/', ..] or "" => "does not begin with '/'",
        _ when prefix.AsSpan().IndexOfAny("?#%\\") >= 0 => "contains '?', '#', '%' or '\\'",
        _ when prefix.Any(char.IsControl) => "contains control characters",
        _ when prefix.Split('/').Any(segment => segment is "." or "..") => "contains '.' or '..'",
        _ => null,
    };

    /// <summary>The prefix as it stands in a request line: bytes that may not stand there are percent-encoded (RFC 3986 section 3.3).</summary>
    public static string Encode(string prefix)
    {
        StringBuilder text = new(prefix.Length);
        foreach (byte unit in Encoding.UTF8.GetBytes(prefix))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || "/-._~!$&'()*+,;=:@".Contains((char)unit))
                text.Append((char)unit);
            else
                text.Append('%').Append(unit.ToString("X2"));
        }

        return text.ToString();
    }
}
