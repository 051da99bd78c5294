using System.Buffers;
using System.Text;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Takes the values of query keys that look like secrets, and values that look like tokens, out of the log.</summary>
internal static class SecretQuery
{
    // A redirect's target within a redirect's target, and one more; who encodes deeper hides it from himself.
    private const int DeepestEncoding = 3;

    // In a key, whatever stands around them.
    private static readonly string[] SecretParts =
    [
        "token", "secret", "passw", "passphrase", "pwd", "key", "signature", "sig", "auth", "code", "session", "sessid", "jwt", "credential", "bearer", "hmac", "ticket", "saml", "assertion",
    ];

    // As the whole key; within others these letters mean something else.
    private static readonly string[] SecretKeys = ["pass", "pw", "pin", "otp", "totp", "sid", "nonce", "sso", "refresh", "private"];

    private static readonly SearchValues<string> Telling = SearchValues.Create([.. SecretParts, .. SecretKeys, "%", "eyJ", "@"], StringComparison.OrdinalIgnoreCase);

    /// <param name="query">The query with its leading question mark.</param>
    public static string Redact(string query)
    {
        if (!query.AsSpan().ContainsAny(Telling))
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

    /// <summary>The same for a path's parameters, <c>/cart;sid=1/items</c>.</summary>
    public static string RedactParameters(string path)
    {
        int start = path.IndexOf(';');
        if (start < 0 || !path.AsSpan(start).ContainsAny(Telling))
            return path;
        StringBuilder redacted = new(path, 0, start, path.Length);
        while (start < path.Length)
        {
            int end = path.AsSpan(start + 1).IndexOfAny(';', '/');
            string part = end < 0 ? path[(start + 1)..] : path.Substring(start + 1, end);
            redacted.Append(path[start]).Append(path[start] == ';' ? Redacted(part) : part);
            start += part.Length + 1;
        }

        return redacted.ToString();
    }

    private static string Redacted(string pair)
    {
        int equals = pair.IndexOf('=');
        // Without one it may still be JSON, or a key and its value that were encoded as one.
        if (equals < 0)
        {
            string rest = LoggedUrl.WithoutTokens(pair)!;
            return HoldsSecret(Decoded(rest)) ? LoggedUrl.Hidden : rest;
        }

        string value = pair[(equals + 1)..];
        return IsSecret(Decoded(pair[..equals])) || HoldsSecret(Decoded(value)) ? $"{pair[..equals]}={LoggedUrl.Hidden}" : $"{pair[..equals]}={LoggedUrl.WithoutTokens(value)}";
    }

    // The value may be JSON, an address with a name and password, or one with a query of its own.
    private static bool HoldsSecret(string value) => !ReferenceEquals(LoggedUrl.WithoutTokens(value), value)
        || (value.Contains('"') && value.Split('"').Any(IsSecret))
        || (value.IndexOf("//", StringComparison.Ordinal) is >= 0 and var authority && value.AsSpan(authority + 2).IndexOfAny('@', '/', '?') is >= 0 and var end && value[authority + 2 + end] == '@')
        || (value.Contains('=') && value.Split('?', '&', ';', '#').Any(inner => inner.IndexOf('=') is >= 0 and var equals && IsSecret(inner[..equals])));

    private static string Decoded(string text)
    {
        for (int i = 0; i < DeepestEncoding && text.Contains('%'); i++)
            text = Uri.UnescapeDataString(text);
        return text;
    }

    private static bool IsSecret(string key) => Array.Exists(SecretKeys, name => key.Equals(name, StringComparison.OrdinalIgnoreCase)) || Array.Exists(SecretParts, part => key.Contains(part, StringComparison.OrdinalIgnoreCase));
}
