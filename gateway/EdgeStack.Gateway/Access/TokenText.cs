using System.Buffers;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EdgeStack.Gateway.Access;

/// <summary>A token as it stands in a header: JWS compact serialization (RFC 7515 section 7.1), and in one spelling only.</summary>
internal static class TokenText
{
    /// <summary>Far above what Cloudflare sends, with the groups of somebody who is in all of them.</summary>
    public const int Longest = 16 * 1024;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Reads it. Nothing in it is true before its signature was verified.</summary>
    /// <returns>Null with what is wrong, which repeats nothing of it.</returns>
    public static JsonWebToken? Read(StringValues lines, out string fault)
    {
        fault = lines switch
        {
            [] => "no token",
            [_, _, ..] => "more than one token",
            [{ Length: > Longest }] => "the token is too long",
            [{ } text] when IsCompact(text) => "",
            _ => "the token is malformed",
        };
        if (fault.Length > 0)
            return null;
        try
        {
            return new JsonWebToken(lines.ToString());
        }
        catch (Exception)
        {
            // A visitor's text; the library does not say what it throws at which.
            fault = "the token is malformed";
            return null;
        }
    }

    // The library takes padding behind a signature: a token would have several spellings.
    private static bool IsCompact(string text) => !text.AsSpan().ContainsAnyExcept(Letters) && text.AsSpan().Count('.') == 2;
}
