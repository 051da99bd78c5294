using System.Diagnostics.CodeAnalysis;

namespace EdgeStack.Provisioning.Commands;

/// <summary>
/// Reads a bearer token from a file: tokens never stand on a command line, where every process of the machine can read them.
/// </summary>
internal static class TokenFile
{
    public static bool TryRead(string path, [NotNullWhen(true)] out string? token, [NotNullWhen(false)] out string? why)
    {
        token = null;
        try
        {
            string text = File.ReadAllText(path).Trim();
            // RFC 6750, b68token: anything else would break the header.
            why = text.Length == 0 ? $"{path} is empty"
                : text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~+/=".Contains(letter, StringComparison.Ordinal)) ? null
                : $"{path} holds more than one token, or characters that no bearer token has";
            token = why is null ? text : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = error.Message;
        }

        return token is not null;
    }
}
