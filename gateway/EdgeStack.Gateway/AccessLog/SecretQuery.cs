using System.Text;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Takes the values of query keys that look like secrets, and values that look like tokens, out of the log.</summary>
internal static class SecretQuery
{
    // A redirect's target within a redirect's target, and one more; who encodes deeper hides it from himself.
    private const int DeepestEncoding = 3;

    private static readonly string[] SecretParts = ["token", "secret", "passw", "pwd", "key", "signature", "sig", "auth", "code", "session", "jwt", "credential"];

    /// <param name="query">The query with its leading question mark.</param>
    public static string Redact(string query)
    {
        if (!Array.Exists(SecretParts, part => query.Contains(part, StringComparison.OrdinalIgnoreCase)) && !query.Contains('%') && !query.Contains("eyJ", StringComparison.Ordinal))
            return query;
        StringBuilder redacted = new(query.Length);
        int start = 0;
        while (start < query.Length)
        {
            int end = query.AsSpan(start + 1).IndexOfAny('&', ';', '?');
            string pair = end < 0 ? query[(start + 1)..] : query.Substring(start + 1, end);
            redacted.Append(query[start]).Append(Redacted(pair));
            start += pair.Length + 1;
        }

        return redacted.ToString();
    }

    private static string Redacted(string pair)
    {
        int equals = pair.IndexOf('=');
        if (equals < 0)
            return LoggedUrl.WithoutTokens(pair)!;
        string value = pair[(equals + 1)..];
        return IsSecret(Decoded(pair[..equals])) || HoldsSecret(Decoded(value)) ? $"{pair[..equals]}={LoggedUrl.Hidden}" : $"{pair[..equals]}={LoggedUrl.WithoutTokens(value)}";
    }

    // The value may be an address with a query of its own.
    private static bool HoldsSecret(string value) => !ReferenceEquals(LoggedUrl.WithoutTokens(value), value)
        || (value.Contains('=') && value.Split('?', '&', ';', '#').Any(inner => inner.IndexOf('=') is >= 0 and var equals && IsSecret(inner[..equals])));

    private static string Decoded(string text)
    {
        for (int i = 0; i < DeepestEncoding && text.Contains('%'); i++)
            text = Uri.UnescapeDataString(text);
        return text;
    }

    private static bool IsSecret(string key) => Array.Exists(SecretParts, part => key.Contains(part, StringComparison.OrdinalIgnoreCase));
}
