using System.Diagnostics.CodeAnalysis;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A token for Cloudflare's API. A secret: it goes into one header and nowhere else.</summary>
/// <param name="Text">As Cloudflare shows it once.</param>
/// <param name="From">Where it was found, for a person.</param>
internal sealed record ApiToken(string Text, string From)
{
    private const int FewestLetters = 20;
    private const int MostLetters = 512;

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '"', '\''];

    /// <param name="text">What was pasted, or what a file holds.</param>
    /// <param name="from">Where it was found.</param>
    /// <param name="token">The token.</param>
    /// <param name="why">What is wrong, without a letter of it.</param>
    public static bool TryRead(string text, string from, [NotNullWhen(true)] out ApiToken? token, [NotNullWhen(false)] out string? why)
    {
        token = null;
        string[] words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        why = words switch
        {
            [] => $"{from} is empty",
            [var word] when word.StartsWith("eyJ", StringComparison.Ordinal) => $"{from} holds a tunnel's token; wanted is an API token (My Profile, API Tokens, Create Token)",
            [var word] when word.Length is >= FewestLetters and <= MostLetters && word.All(IsLetter) => null,
            [_] => $"{from} holds no API token: that is one word of about 40 letters, digits, '-' and '_'",
            _ => $"{from} holds more than one word",
        };
        token = why is null ? new ApiToken(words[0], from) : null;
        return token is not null;
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"API token ({From})";

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
