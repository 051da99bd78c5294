using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Testing;

namespace EdgeStack.Routes.Tests.Patterns;

/// <summary>What Go said, in a file: sections, and lines with a backslash doubled and everything else but visible ASCII as <c>\uXXXX</c>.</summary>
internal static partial class GoAnswers
{
    public static string[] Section(string file, string heading) =>
    [
        .. File.ReadLines(GoldenCase.Beside(file))
            .SkipWhile(line => !line.StartsWith("=== " + heading, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("=== ", StringComparison.Ordinal)),
    ];

    public static string Text(string written) => Escape().Replace(
        written,
        escape => escape.ValueSpan is @"\\" ? @"\" : ((char)int.Parse(escape.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\\\|\\u[0-9A-F]{4}")]
    private static partial Regex Escape();
}
