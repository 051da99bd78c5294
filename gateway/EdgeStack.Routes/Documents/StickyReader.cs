using System.Buffers;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads a route's field <c>sticky</c>: <c>{ cookie: app, maxAge: 24h }</c>.</summary>
/// <param name="report">Takes what is wrong: where, what, and what to write instead.</param>
/// <param name="unknown">The same for keys that a later version may know.</param>
internal sealed class StickyReader(Action<YamlNode, string, string?> report, Action<YamlNode, string, string?> unknown)
{
    private const int LongestName = 128;

    private const string Cookie = "cookie", Secure = "secure", HttpOnly = "httpOnly", SameSite = "sameSite", MaxAge = "maxAge", Path = "path";

    private static readonly string[] Keys = [Cookie, Secure, HttpOnly, SameSite, MaxAge, Path];

    private static readonly string[] SameSites = ["lax", "strict", "none"];

    // What browsers keep at most.
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(400);

    // RFC 6265: a token.
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>The field's value; null when it cannot be known.</summary>
    public StickyCookie? Read(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            report(node, "'sticky' is not a mapping", "write 'sticky: { cookie: app }'");
            return null;
        }

        StickyCookie sticky = new("");
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            sticky = name switch
            {
                Cookie => sticky with { Name = ReadName(value) },
                Secure => sticky with { Secure = ReadFlag(value, name) },
                HttpOnly => sticky with { HttpOnly = ReadFlag(value, name) ?? true },
                SameSite => sticky with { SameSite = ReadSameSite(value) },
                MaxAge => sticky with { MaxAge = ReadMaxAge(value) },
                Path => sticky with { Path = ReadPath(value) },
                _ => Unknown(key, name, sticky),
            };
        }

        if (!mapping.Children.ContainsKey(new YamlScalarNode(Cookie)))
            report(node, "'sticky' does not name its cookie", "write 'sticky: { cookie: app }'");
        Check(node, sticky);
        return sticky;
    }

    // What browsers would throw away without a word.
    private void Check(YamlNode node, StickyCookie sticky)
    {
        bool host = sticky.Name.StartsWith("__Host-", StringComparison.Ordinal);
        if (sticky.Secure == false && (host || sticky.Name.StartsWith("__Secure-", StringComparison.Ordinal) || sticky.SameSite == CookieSameSite.None))
            report(node, "sticky: browsers take this cookie only when it is secure", "take 'secure: false' out");
        if (host && sticky.Path != "/")
            report(node, "sticky: browsers take a cookie '__Host-…' only for the path '/'", "take 'path' out");
    }

    private StickyCookie Unknown(YamlNode key, string name, StickyCookie sticky)
    {
        unknown(key, $"unknown key '{name}' in 'sticky'", NearestName.Suggestion(name, Keys) ?? $"known keys: {string.Join(", ", Keys)}");
        return sticky;
    }

    private string ReadName(YamlNode node)
    {
        string name = (node as YamlScalarNode)?.Value ?? "";
        if (node is YamlMappingNode)
            report(node, "'cookie' is a name", "write its options beside it: 'sticky: { cookie: app, secure: true }'");
        else if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(NameLetters))
            report(node, $"'{name}' cannot be the name of a cookie", "use letters, digits, '-' and '_'");
        return name;
    }

    private bool? ReadFlag(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: "true" or "false" } scalar)
            return scalar.Value == "true";
        report(node, $"'{key}' is neither true nor false", null);
        return null;
    }

    private CookieSameSite ReadSameSite(YamlNode node)
    {
        string written = (node as YamlScalarNode)?.Value ?? "";
        switch (written.ToLowerInvariant())
        {
            case "lax":
                return CookieSameSite.Lax;
            case "strict":
                return CookieSameSite.Strict;
            case "none":
                return CookieSameSite.None;
            default:
                report(node, $"sameSite '{written}' is none of {string.Join(", ", SameSites)}", NearestName.Suggestion(written, SameSites));
                return CookieSameSite.Lax;
        }
    }

    private TimeSpan? ReadMaxAge(YamlNode node)
    {
        string written = (node as YamlScalarNode)?.Value ?? "";
        if (GoDuration.TryParse(written, out TimeSpan age) && age <= LongestAge && (age == TimeSpan.Zero || age >= TimeSpan.FromSeconds(1)))
            return age == TimeSpan.Zero ? null : age;
        report(node, "'maxAge' is neither a duration such as 24h nor a number of seconds, at most 400 days", "0 is for as long as the browser runs");
        return null;
    }

    private string ReadPath(YamlNode node)
    {
        string path = (node as YamlScalarNode)?.Value ?? "";
        if (path.StartsWith('/') && path.All(c => c is > ' ' and < '\x7f' and not ';'))
            return path;
        report(node, $"sticky: '{path}' is not a path", "write a path that begins with '/'");
        return "/";
    }
}
