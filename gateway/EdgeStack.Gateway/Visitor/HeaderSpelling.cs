// Hot path: looks at names of headers of every request.
namespace EdgeStack.Gateway.Visitor;

/// <summary>
/// Names of headers as CGI, PHP, WSGI and lighttpd make variables of them: whatever is neither letter nor digit becomes one and the same
/// character, so that <c>X.Real!IP</c> would be taken for <c>X-Real-IP</c>.
/// </summary>
internal static class HeaderSpelling
{
    /// <summary>True for two spellings of one name.</summary>
    public static bool AreOne(ReadOnlySpan<char> name, ReadOnlySpan<char> other) => name.Length == other.Length && StartsWith(name, other);

    public static bool StartsWith(ReadOnlySpan<char> name, ReadOnlySpan<char> prefix)
    {
        if (name.Length < prefix.Length)
            return false;
        for (int i = 0; i < prefix.Length; i++)
        {
            if (name[i] != prefix[i] && Fold(name[i]) != Fold(prefix[i]))
                return false;
        }

        return true;
    }

    private static char Fold(char c) => char.IsAsciiLetter(c) ? (char)(c | 0x20) : char.IsAsciiDigit(c) ? c : '_';
}
