namespace EdgeStack.Gateway.Visitor;

/// <summary>Headers in which a proxy tells a service who is calling. From anyone we do not trust they are taken away, however they are spelt.</summary>
internal static class TrustHeaders
{
    private static readonly string[] Names =
    [
        // "Proxy" is none of these, but CGI programs take it for HTTP_PROXY.
        "Forwarded", "X-Real-Ip", "True-Client-Ip", "Cdn-Loop", "Proxy", "X-Client-Ip", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Envoy-External-Address",
    ];

    private static readonly string[] Prefixes = ["X-Forwarded-", "Cf-"];

    /// <summary>True for such a name; underscores count as hyphens, because many servers fold both into one variable.</summary>
    public static bool Includes(string name)
    {
        // Most headers end here: every name on the lists begins with one of these letters.
        if (name.Length < 4 || (name[0] | 0x20) is not ('f' or 'x' or 't' or 'c' or 'p'))
            return false;
        ReadOnlySpan<char> written = name.Contains('_') ? name.Replace('_', '-') : name;
        foreach (string prefix in Prefixes)
        {
            if (written.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        foreach (string known in Names)
        {
            if (written.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
