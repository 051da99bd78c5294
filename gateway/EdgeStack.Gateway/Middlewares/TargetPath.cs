using EdgeStack.Routes.Targets;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>The path and query of a request line (RFC 9112 section 3.2), percent-encoded as they came.</summary>
internal static class TargetPath
{
    /// <summary>Path and query of a target in any form: <c>/a?b</c>, <c>http://host/a?b</c> or <c>*</c>.</summary>
    public static string PathAndQuery(string rawTarget)
    {
        if (rawTarget is ['/', ..] or "*")
            return rawTarget;
        int authority = rawTarget.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : rawTarget.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        string rest = rawTarget[(authority + 3 + path)..];
        return rest[0] == '/' ? rest : "/" + rest;
    }

    /// <summary>Where the query begins; the length when there is none.</summary>
    public static int PathLength(string target) => target.IndexOf('?') is var query and >= 0 ? query : target.Length;

    /// <summary>False when servers differ in what the path means, for example because of a segment <c>..</c> in any spelling.</summary>
    public static bool IsNormal(string target) => target == "*" || RequestTarget.Read(target).Fault == TargetFault.None;

    /// <summary>
    /// How much of a path spells the prefix, whatever of either is percent-encoded; -1 when it does not begin with it. Several slashes
    /// count as one, as they do for rules; an encoded slash is none.
    /// </summary>
    public static int LengthOfPrefix(ReadOnlySpan<char> path, ReadOnlySpan<char> prefix)
    {
        int at = 0;
        for (int wanted = 0; wanted < prefix.Length;)
        {
            int before = at;
            if (at >= path.Length)
                return -1;
            int letter = Decode(path, ref at);
            if (letter != Decode(prefix, ref wanted) || (letter == '/' && at - before > 1))
                return -1;
            while (letter == '/' && at < path.Length && path[at] == '/')
                at++;
        }

        return at;
    }

    private static int Decode(ReadOnlySpan<char> path, ref int at)
    {
        char c = path[at++];
        if (c != '%' || at + 2 > path.Length || !char.IsAsciiHexDigit(path[at]) || !char.IsAsciiHexDigit(path[at + 1]))
            return c;
        int value = (HexValue(path[at]) << 4) | HexValue(path[at + 1]);
        at += 2;
        return value;
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
