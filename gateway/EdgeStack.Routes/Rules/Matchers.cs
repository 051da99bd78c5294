using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Rules;

/// <summary>The conditions of Traefik v3.</summary>
internal static class Matchers
{
    private static readonly ImmutableArray<Matcher> All =
    [
        new("Host", 1, 1, Host),
        new("HostRegexp", 1, 1, (arguments, problems) => Pattern(arguments[0], problems) is { } regex ? new RuleNode.HostLike(arguments[0].Text, regex) : null),
        new("Path", 1, 1, (arguments, problems) => Path(arguments[0], PathLiteral.OfWhole, problems) is { } path ? new RuleNode.PathIs(path) : null),
        new("PathPrefix", 1, 1, (arguments, problems) => Path(arguments[0], PathLiteral.OfBeginning, problems) is { } path ? new RuleNode.PathPrefix(path) : null),
        new("PathRegexp", 1, 1, (arguments, problems) => Pattern(arguments[0], problems) is { } regex ? new RuleNode.PathLike(arguments[0].Text, regex) : null),
        new("Method", 1, 1, (arguments, _) => new RuleNode.Method(arguments[0].Text.ToUpperInvariant())),
        new("Header", 2, 2, (arguments, problems) => HeaderName(arguments[0], problems) is { } name ? new RuleNode.Header(name, new ValueTest.EqualTo(arguments[1].Text)) : null),
        new("HeaderRegexp", 2, 2, HeaderLike),
        new("Query", 1, 2, (arguments, _) => new RuleNode.Query(arguments[0].Text, new ValueTest.EqualTo(arguments.Length > 1 ? arguments[1].Text : ""))),
        new("QueryRegexp", 1, 2, QueryLike),
        new("ClientIP", 1, 1, ClientAddress),
    ];

    // The four spellings that Traefik accepts: PathPrefix, pathprefix, PATHPREFIX, Pathprefix.
    private static readonly FrozenDictionary<string, Matcher> BySpelling = All
        .SelectMany(matcher => new[] { matcher.Name, matcher.Name.ToLowerInvariant(), matcher.Name.ToUpperInvariant(), matcher.Name[..1] + matcher.Name[1..].ToLowerInvariant() }
            .Distinct(StringComparer.Ordinal).Select(spelling => (Spelling: spelling, Matcher: matcher)))
        .ToFrozenDictionary(pair => pair.Spelling, pair => pair.Matcher, StringComparer.Ordinal);

    public static ImmutableArray<string> Names { get; } = [.. All.Select(matcher => matcher.Name)];

    public static Matcher? Find(string written) => BySpelling.GetValueOrDefault(written);

    private static RuleNode.Hosts? Host(ImmutableArray<Token> arguments, RuleProblems problems)
    {
        if (HostPattern.TryParse(arguments[0].Text, out HostPattern pattern, out string? fault))
            return new RuleNode.Hosts([pattern]);
        problems.Add(arguments[0].Text.Contains('{')
            ? new RuleProblem(arguments[0].Index, $"host '{arguments[0].Text}' has a placeholder, which is Traefik v2's language", "write HostRegexp(`^…$`) with a regular expression")
            : new RuleProblem(arguments[0].Index, $"host '{arguments[0].Text}' {fault}", null));
        return null;
    }

    private static string? Path(Token argument, Func<string, PathLiteral> read, RuleProblems problems)
    {
        PathLiteral literal = argument.Text.StartsWith('/')
            ? argument.Text.Contains('{') ? new PathLiteral(null, "has a placeholder, which is Traefik v2's language", "write PathRegexp(`^…`) with a regular expression") : read(argument.Text)
            : new PathLiteral(null, "does not begin with '/'", $"write `/{argument.Text}`");
        if (literal.Fault is not null)
            problems.Add(new RuleProblem(argument.Index, $"path '{argument.Text}' {literal.Fault}", literal.Fix));
        return literal.Path;
    }

    private static RuleNode.Header? HeaderLike(ImmutableArray<Token> arguments, RuleProblems problems) =>
        HeaderName(arguments[0], problems) is { } name && Pattern(arguments[1], problems) is { } regex
            ? new RuleNode.Header(name, new ValueTest.Like(arguments[1].Text, regex)) : null;

    private static RuleNode.Query? QueryLike(ImmutableArray<Token> arguments, RuleProblems problems)
    {
        if (arguments.Length == 1)
            return new RuleNode.Query(arguments[0].Text, new ValueTest.EqualTo(""));
        return Pattern(arguments[1], problems) is { } regex ? new RuleNode.Query(arguments[0].Text, new ValueTest.Like(arguments[1].Text, regex)) : null;
    }

    private static RuleNode.Client? ClientAddress(ImmutableArray<Token> arguments, RuleProblems problems)
    {
        if (AddressRange.TryParse(arguments[0].Text, out AddressRange range))
            return new RuleNode.Client(range);
        problems.Add(new RuleProblem(arguments[0].Index, $"'{arguments[0].Text}' is neither an address nor a network", "write `192.0.2.7` or `192.0.2.0/24`"));
        return null;
    }

    private static string? HeaderName(Token argument, RuleProblems problems)
    {
        if (argument.Text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)))
            return argument.Text;
        problems.Add(new RuleProblem(argument.Index, $"'{argument.Text}' cannot be the name of a header", null));
        return null;
    }

    private static GoRegex? Pattern(Token argument, RuleProblems problems)
    {
        PatternReading reading = GoPattern.Read(argument.Text, problems.Patterns);
        // One further for the quote that opens the literal.
        foreach (PatternProblem problem in reading.Problems)
            problems.Add(new RuleProblem(argument.Index + 1 + problem.Index, $"in the regular expression: {problem.Message}", problem.Fix));
        return reading.Regex;
    }
}
