using EdgeStack.Routes.Targets;

namespace EdgeStack.Routes.Rules;

/// <summary>A path as a person writes it in a rule, read as that of a request is: what means the same has one form.</summary>
/// <param name="Path">Canonical, as <see cref="RequestTarget.Path"/>; null when no request has such a path.</param>
/// <param name="Fault">Why none has; null when there is nothing.</param>
/// <param name="Fix">What to write instead.</param>
internal sealed record PathLiteral(string? Path, string? Fault, string? Fix)
{
    // Goes on with whatever segment stands before it, and is no hexadecimal digit.
    private const string More = "x";

    /// <summary>A whole path. The text begins with a slash.</summary>
    public static PathLiteral OfWhole(string written) => Read(written, "");

    /// <summary>The first characters of paths: the last of its segments may go on. The text begins with a slash.</summary>
    public static PathLiteral OfBeginning(string written) => Read(written, More);

    private static PathLiteral Read(string written, string more)
    {
        if (written.Contains('?'))
            return new PathLiteral(null, "has a '?', which begins the query", $"write {RuleLiteral.Of(written.Replace("?", "%3F", StringComparison.Ordinal))} for the character itself, Query(`…`) for the query");
        RequestTarget target = RequestTarget.Read(written + more);
        return target.Fault switch
        {
            TargetFault.None when written.Contains("//", StringComparison.Ordinal) =>
                new PathLiteral(null, "has two slashes in a row, which rules see as one", $"write {RuleLiteral.OfPath(target.Path[..^more.Length])}"),
            TargetFault.None => new PathLiteral(target.Path[..^more.Length], null, null),
            TargetFault.Fragment => new PathLiteral(null, "has a '#', which never leaves a browser", $"write {RuleLiteral.Of(written.Replace("#", "%23", StringComparison.Ordinal))}"),
            TargetFault.BrokenEncoding => new PathLiteral(null, "has a percent sign without two hexadecimal digits behind it", $"write {RuleLiteral.Of(WithPercentSigns(written))}"),
            TargetFault.ControlCharacter => new PathLiteral(null, "has a control character, and such requests are refused", "write it without that character"),
            TargetFault.NotUtf8 => new PathLiteral(null, "is not UTF-8, and such requests are refused", "write the letters themselves or the bytes that they have in UTF-8"),
            _ => new PathLiteral(null, "has '.' or '..' as a segment, and such requests are refused", Resolved(written) is { } other ? $"write {RuleLiteral.OfPath(other)}" : "write it without that segment"),
        };
    }

    private static string WithPercentSigns(string written) => string.Concat(written.Select((c, i) =>
        c == '%' && !(i + 2 < written.Length && char.IsAsciiHexDigit(written[i + 1]) && char.IsAsciiHexDigit(written[i + 2])) ? "%25" : c.ToString()));

    // Where a browser would go, when there is but one way to see it.
    private static string? Resolved(string written) =>
        Uri.TryCreate("http://host" + written, UriKind.Absolute, out Uri? url) && RequestTarget.Read(url.AbsolutePath) is { Fault: TargetFault.None } other ? other.Path : null;
}
