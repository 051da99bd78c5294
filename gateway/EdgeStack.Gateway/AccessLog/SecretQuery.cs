using System.Text;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Takes the values of query keys that look like secrets out of the log.</summary>
internal static class SecretQuery
{
    private static readonly string[] SecretParts = ["token", "secret", "passw", "pwd", "key", "signature", "sig", "auth", "code", "session", "jwt", "credential"];

    /// <param name="query">The query with its leading question mark.</param>
    public static string Redact(string query)
    {
        if (!Array.Exists(SecretParts, part => query.Contains(part, StringComparison.OrdinalIgnoreCase)) && !query.Contains('%'))
            return query;
        StringBuilder redacted = new("?", query.Length);
        foreach (string pair in query[1..].Split('&'))
        {
            if (redacted.Length > 1)
                redacted.Append('&');
            int equals = pair.IndexOf('=');
            string key = equals < 0 ? pair : pair[..equals];
            redacted.Append(equals >= 0 && IsSecret(Uri.UnescapeDataString(key)) ? $"{key}=***" : pair);
        }

        return redacted.ToString();
    }

    private static bool IsSecret(string key) => Array.Exists(SecretParts, part => key.Contains(part, StringComparison.OrdinalIgnoreCase));
}
