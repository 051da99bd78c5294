// Hot path: looks at the name of every header of every request.
namespace EdgeStack.Gateway.Visitor;

/// <summary>
/// Headers in which a proxy tells a service who is calling or what was asked for. They are taken away from whoever sends them, however they
/// are spelt.
/// </summary>
internal static class TrustHeaders
{
    private static readonly string[] Names =
    [
        // Addresses. "Proxy" is none, but CGI programs take it for HTTP_PROXY.
        "Forwarded", "X-Forwarded", "Forwarded-For", "X-Real-Ip", "True-Client-Ip", "Client-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "Fastly-Client-Ip",
        "Proxy-Client-Ip", "WL-Proxy-Client-Ip", "X-Remote-Ip", "X-Remote-Addr", "X-Originating-Ip", "X-Original-Forwarded-For", "X-Envoy-External-Address", "Cdn-Loop", "Proxy",
        // Several frameworks take the path, the method or the scheme from these, so that rules and middlewares would have seen another one.
        "X-Original-Url", "X-Original-Uri", "X-Rewrite-Url", "X-Original-Host", "X-Original-Method", "X-Http-Method-Override", "X-Http-Method", "X-Method-Override",
        "X-Scheme", "X-Url-Scheme", "Front-End-Https",
        // Names of users, from proxies that ask for a password: ours says it in the header that the route names.
        "Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name", "X-Remote-User", "X-Remote-Group", "X-Webauth-User",
    ];

    // The latter say who has logged in, or what was in a client's certificate.
    private static readonly string[] Prefixes = ["X-Forwarded-", "Cf-", "X-Auth-Request-", "X-Authentik-", "X-Ssl-Client-", "Ssl-Client-"];

    private static readonly string[][] NamesByLength =
        [.. Enumerable.Range(0, Names.Max(name => name.Length) + 1).Select(length => Names.Where(name => name.Length == length).ToArray())];

    /// <summary>True for such a name in any spelling.</summary>
    public static bool Includes(string name)
    {
        // Most headers end here: every name on the lists begins with one of these letters.
        if (name.Length < 4 || (name[0] | 0x20) is not ('x' or 'c' or 'f' or 't' or 'p' or 'r' or 's' or 'w'))
            return false;
        foreach (string prefix in Prefixes)
        {
            if (HeaderSpelling.StartsWith(name, prefix))
                return true;
        }

        foreach (string known in name.Length < NamesByLength.Length ? NamesByLength[name.Length] : [])
        {
            if (HeaderSpelling.AreOne(name, known))
                return true;
        }

        return false;
    }
}
