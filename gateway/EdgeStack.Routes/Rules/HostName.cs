using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Rules;

/// <summary>Host names as DNS and HTTP write them.</summary>
public static class HostName
{
    private static readonly SearchValues<char> LabelLetters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <summary>The name inside a Host header: without port and without the root's trailing dot. Keeps the brackets of an IPv6 address.</summary>
    public static ReadOnlySpan<char> Canonical(ReadOnlySpan<char> hostHeader)
    {
        ReadOnlySpan<char> name = hostHeader;
        int colon = name.LastIndexOf(':');
        if (colon >= 0 && name[(colon + 1)..].IndexOf(']') < 0)
            name = name[..colon];
        return name.Length > 1 && name[^1] == '.' ? name[..^1] : name;
    }

    /// <summary>
    /// Checks a host as a person writes it in a route and returns it in the form it has on the wire: lower case, punycode, no trailing dot.
    /// </summary>
    /// <param name="written">For example <c>Blog.Example.com.</c> or <c>bücher.example</c>.</param>
    /// <param name="host">The canonical host, or an empty string.</param>
    /// <param name="fault">Why it is not a host, or null.</param>
    public static bool TryParse(string written, out string host, out string? fault)
    {
        host = "";
        fault = FaultOf(written);
        if (fault is not null)
            return false;
        host = (written.EndsWith('.') ? written[..^1] : written).ToLowerInvariant();
        if (HostLetters.FirstRewritten(host) is { } other)
        {
            (host, fault) = ("", FaultOf(other));
            return false;
        }

        try
        {
            if (!Ascii.IsValid(host))
                host = Idn.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            fault = "is not a valid internationalised host name";
            return false;
        }

        fault = host.Length > 253 ? "is longer than 253 characters" : host.Split('.').Select(FaultOfLabel).FirstOrDefault(f => f is not null);
        return fault is null;
    }

    private static string? FaultOf(string written) => written switch
    {
        "" or "." => "is empty",
        _ when written.Contains("://", StringComparison.Ordinal) => "is a URL; write only the host, without scheme and path",
        _ when written.Contains('/') => "contains a path; write the path in 'path:' or PathPrefix(`…`)",
        _ when written.Contains(':') => "contains a port; a route matches a host on every port",
        _ when written.Contains('*') => "is a wildcard",
        _ when FirstUnseen(written) is { } rune => $"contains U+{rune.Value:X4}, which nobody sees",
        _ => null,
    };

    private static string FaultOf(Rune rewritten) => rewritten == Rune.ReplacementChar
        ? "contains U+FFFD, which stands for bytes that are not UTF-8: save the file as UTF-8"
        : $"contains {(Rune.IsLetterOrDigit(rewritten) ? $"'{rewritten}' " : "")}U+{rewritten.Value:X4}, which browsers send as something else: write the ordinary letter, composed with its marks into one, or the name's form with xn--";

    private static string? FaultOfLabel(string label) => label switch
    {
        "" => "has an empty label (two dots in a row)",
        { Length: > 63 } => $"has a label longer than 63 characters ('{label[..20]}…')",
        _ when label[0] == '-' || label[^1] == '-' => $"has a label that begins or ends with a hyphen ('{label}')",
        _ when label.AsSpan().IndexOfAnyExcept(LabelLetters) is var at and >= 0 =>
            $"contains '{(char.IsControl(label[at]) ? "\\u" + ((int)label[at]).ToString("x4", CultureInfo.InvariantCulture) : label[at].ToString())}'",
        _ => null,
    };

    // Beyond ASCII: what turns the direction of writing, has no width or is no character makes one host look like another.
    private static Rune? FirstUnseen(string written)
    {
        foreach (Rune rune in written.EnumerateRunes())
        {
            if (!rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return rune;
        }

        return null;
    }
}
