using System.Buffers;

namespace EdgeStack.Routes.Middlewares;

/// <summary>What may stand in a header (RFC 9110 section 5).</summary>
public static class HeaderSyntax
{
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // They belong to a connection or frame a body: whoever changes them changes where a message ends.
    private static readonly string[] OfConnection =
        ["Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    public static bool IsName(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>Visible ASCII, blanks and tabs: nothing in it can end a line, and every server and client sends it as it is.</summary>
    public static bool IsValue(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= ' ' and <= '~') or '\t'))
                return false;
        }

        return true;
    }

    public static bool BelongsToConnection(string name) => Array.Exists(OfConnection, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}
