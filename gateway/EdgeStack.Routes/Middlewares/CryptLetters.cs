using System.Buffers;

namespace EdgeStack.Routes.Middlewares;

/// <summary>The alphabet of crypt(3): in it salts and digests are written.</summary>
internal static class CryptLetters
{
    private static readonly SearchValues<char> All = SearchValues.Create("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool ContainsOnlyCryptLetters(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(All);
}
