using System.Collections.Frozen;

namespace EdgeStack.Routes.Targets;

/// <summary>Which methods reach a rule.</summary>
public static class ServedMethods
{
    // RFC 9110 names none longer than 17; a longer one is somebody trying.
    private const int Longest = 32;

    // Methods know large and small letters. HTTP libraries forget that of these: what a rule takes for "post" would leave as "POST".
    private static readonly FrozenDictionary<string, string> Spellings = ((string[])["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"])
        .ToFrozenDictionary(method => method, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// False for TRACE, which shows headers to scripts, for CONNECT, which makes a proxy for everything, for a well-known method in another spelling,
    /// and for what is no method.
    /// </summary>
    public static bool Include(string method) => method.Length is > 0 and <= Longest && method is not ("TRACE" or "CONNECT")
        && (!Spellings.TryGetValue(method, out string? known) || known == method);
}
