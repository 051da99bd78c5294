using System.Text.RegularExpressions;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Addresses and texts of visitors without the secrets that they may carry.</summary>
internal static partial class LoggedUrl
{
    public const string Hidden = "***";

    private const string TokenStart = "eyJ"; // {" in Base64: how every JSON web token begins

    /// <summary>The path as it is to be logged: a token in it is a secret wherever it stands, and so is a parameter named like one.</summary>
    public static string Path(string path) => WithoutTokens(SecretQuery.RedactParameters(path))!;

    /// <summary>The path percent-encoded again, for formats in which blanks divide fields; <c>*</c> when there is none.</summary>
    public static string EncodedPath(string path) => path is "" or "*" ? "*" : new PathString(path[0] == '/' ? Path(path) : "/" + Path(path)).ToUriComponent();

    /// <summary>The page that the visitor came from, without user name, password, and secret values in its query and fragment.</summary>
    public static string? Referer(string? referer)
    {
        if (referer is null)
            return null;
        // Without a scheme it is no address that a browser sends, but its beginning may still be meant as a host.
        int authority = referer.IndexOf("//", StringComparison.Ordinal) is >= 0 and var slashes ? slashes + 2 : referer is ['/', ..] ? -1 : 0;
        if (authority >= 0)
        {
            int end = referer.AsSpan(authority).IndexOfAny('/', '?', '#');
            string host = end < 0 ? referer[authority..] : referer.Substring(authority, end);
            int at = host.LastIndexOf('@');
            if (at >= 0)
                referer = $"{referer[..authority]}{Hidden}{host[at..]}{(end < 0 ? "" : referer[(authority + end)..])}";
        }

        int fragment = referer.IndexOf('#');
        if (fragment >= 0)
            return Page(referer[..fragment]) + "#" + Hidden; // an OAuth answer carries its token there
        return Page(referer);
    }

    private static string? Page(string page)
    {
        int query = page.IndexOf('?');
        return query < 0 ? Path(page) : Path(page[..query]) + SecretQuery.Redact(page[query..]);
    }

    /// <summary>The text with every JSON web token replaced.</summary>
    public static string? WithoutTokens(string? text) =>
        text is not null && text.Contains(TokenStart, StringComparison.Ordinal) ? JsonWebToken().Replace(text, Hidden) : text;

    // Header and payload at least; the signature is empty for unsigned ones.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)*", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();
}
