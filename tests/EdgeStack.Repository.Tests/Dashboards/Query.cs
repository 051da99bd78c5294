using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>The names in an expression of PromQL. It is known to be well-formed: promtool has read it.</summary>
internal static partial class Query
{
    private static readonly HashSet<string> Operators = new(["and", "or", "unless", "bool", "offset", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The series that are asked for, each with the labels that it is chosen by.</summary>
    public static ImmutableArray<(string Metric, ImmutableArray<string> Labels)> Selectors(string query) =>
    [
        .. Selector().Matches(Grouping().Replace(query, " ")).Where(found => !Operators.Contains(found.Groups["name"].Value))
            .Select(found => (found.Groups["name"].Value, (ImmutableArray<string>)[.. Matcher().Matches(found.Groups["matchers"].Value).Select(matcher => matcher.Groups["label"].Value)])),
    ];

    /// <summary>The labels that series are grouped and paired by.</summary>
    public static ImmutableArray<string> Groupings(string query) =>
        [.. Grouping().Matches(query).SelectMany(grouping => grouping.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(by|on|without|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Grouping();

    // A name before a parenthesis is a function; letters behind a digit are a unit of time or an exponent.
    [GeneratedRegex(@"(?<![\w:.])(?<name>[A-Za-z_:][\w:]*)(?![\w:]|\s*\()(\s*\{(?<matchers>([^}""]|""[^""]*"")*)\})?", RegexOptions.ExplicitCapture)]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!~|!=|=)\s*""[^""]*""", RegexOptions.ExplicitCapture)]
    private static partial Regex Matcher();
}
