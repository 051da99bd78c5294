using System.Text;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Recognises an answer that ends an upload: one that is no success, after which the upstream closes the connection.</summary>
internal static class LastWord
{
    private const int StatusAt = 9, StatusLength = 3, FirstRefusal = 300;

    /// <param name="beginning">The first bytes that the upstream sent.</param>
    public static bool Is(ReadOnlySpan<byte> beginning)
    {
        string text = Encoding.Latin1.GetString(beginning);
        while (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0)
        {
            if (!text.StartsWith("HTTP/1.", StringComparison.Ordinal) || end < StatusAt + StatusLength || !int.TryParse(text.AsSpan(StatusAt, StatusLength), out int status))
                return false;
            if (status >= StatusCodes.Status200OK)
                return status >= FirstRefusal && (text.StartsWith("HTTP/1.0", StringComparison.Ordinal) || SaysClose(text[..end]));
            text = text[(end + 4)..]; // the final answer comes after an interim one
        }

        return false;
    }

    private static bool SaysClose(string head) => head.Split("\r\n").Any(line => line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
        && line["Connection:".Length..].Split(',').Any(option => option.Trim().Equals("close", StringComparison.OrdinalIgnoreCase)));
}
