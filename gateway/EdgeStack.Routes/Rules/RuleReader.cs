using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Rules;

/// <summary>
/// Reads rules in Traefik v3's language: conditions joined by <c>&amp;&amp;</c> (binds tighter) and <c>||</c>, <c>!</c>, parentheses.
/// </summary>
public sealed class RuleReader
{
    // A rule nested deeper is an attack or an accident; reading recurses.
    private const int MaxDepth = 64;

    private readonly ImmutableArray<Token> _tokens;
    private readonly RuleProblems _problems;
    private int _at;
    private int _depth;
    private bool _gaveUp;

    private RuleReader(string text, PatternBudget? patterns)
    {
        (_tokens, ImmutableArray<RuleProblem> problems) = RuleTokenizer.Cut(text);
        _problems = new RuleProblems(patterns);
        foreach (RuleProblem problem in problems)
            _problems.Add(problem);
    }

    private Token Current => _tokens[_at];

    /// <summary>Reads one rule, for example <c>Host(`a.example`) &amp;&amp; !PathPrefix(`/private`)</c>.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="patterns">What the patterns of its object may still weigh; null where one rule stands alone.</param>
    public static RuleReading Read(string text, PatternBudget? patterns = null)
    {
        RuleReader reader = new(text, patterns);
        RuleNode? rule = reader.Disjunction();
        if (reader.Current.Kind != TokenKind.End)
            reader.Wrong(reader.Current, $"unexpected {Described(reader.Current)}", reader.Current.Kind == TokenKind.Close ? null : "join conditions with && or ||");
        ImmutableArray<RuleProblem> problems = [.. reader._problems.Found.OrderBy(problem => problem.Index)];
        return new RuleReading(problems.IsEmpty ? rule : null, reader.MentionedHosts(), problems);
    }

    private RuleNode? Disjunction() => Joined(TokenKind.Or, Conjunction, parts => new RuleNode.Any(parts));

    private RuleNode? Conjunction() => Joined(TokenKind.And, Operand, parts => new RuleNode.All(parts));

    private RuleNode? Joined(TokenKind by, Func<RuleNode?> part, Func<ImmutableArray<RuleNode>, RuleNode> join)
    {
        ImmutableArray<RuleNode>.Builder parts = ImmutableArray.CreateBuilder<RuleNode>();
        do
        {
            if (part() is { } read)
                parts.Add(read);
        }
        while (Take(by));
        return parts.Count switch { 0 => null, 1 => parts[0], _ => join(parts.ToImmutable()) };
    }

    private RuleNode? Operand()
    {
        if (_depth >= MaxDepth)
        {
            Wrong(Current, $"the rule is nested more than {MaxDepth} levels deep", null);
            return GiveUp();
        }

        _depth++;
        try
        {
            switch (Current.Kind)
            {
                case TokenKind.Name:
                    return Call();
                case TokenKind.Not:
                    _at++;
                    return Operand() is { } denied ? new RuleNode.Not(denied) : null;
                case TokenKind.Open:
                    return Parenthesised();
                default:
                    Wrong(Current, $"expected a condition but found {Described(Current)}", "for example Host(`www.example.com`)");
                    return GiveUp();
            }
        }
        finally
        {
            _depth--;
        }
    }

    private RuleNode? Parenthesised()
    {
        Token open = Current;
        _at++;
        RuleNode? inner = Disjunction();
        if (Take(TokenKind.Close))
            return inner;
        if (_gaveUp)
            return null;
        if (Current.Kind == TokenKind.End)
            Wrong(open, "the parenthesis that opens here is never closed", null);
        else
            Wrong(Current, $"expected ')' but found {Described(Current)}", "join conditions with && or ||");
        return GiveUp();
    }

    private RuleNode? Call()
    {
        Token name = Current;
        _at++;
        Matcher? matcher = Matchers.Find(name.Text);
        if (matcher is null)
            Wrong(name, $"unknown condition '{name.Text}'", NearestName.Suggestion(name.Text, Matchers.Names));
        List<Token>? arguments = Arguments(name);
        if (matcher is null || arguments is null)
            return null;
        if (arguments.Count < matcher.LeastArguments || arguments.Count > matcher.MostArguments)
        {
            Wrong(name, $"{matcher.Name} takes {matcher.ArgumentCount} but has {arguments.Count}", matcher.Name == "Host" && arguments.Count > 1 ? "write Host(`a`) || Host(`b`)" : null);
            return null;
        }

        foreach (Token empty in arguments.Take(matcher.LeastArguments).Where(argument => argument.Text.Length == 0))
        {
            Wrong(empty, $"an argument of {matcher.Name} is empty", null);
            return null;
        }

        return matcher.Read([.. arguments], _problems);
    }

    private List<Token>? Arguments(Token name)
    {
        if (!Take(TokenKind.Open))
        {
            Wrong(name, $"'{name.Text}' needs its argument in parentheses", $"write {name.Text}(`…`)");
            return null;
        }

        List<Token> arguments = [];
        while (Current.Kind == TokenKind.Literal)
        {
            arguments.Add(Current);
            _at++;
            if (!Take(TokenKind.Comma))
                break;
        }

        if (Take(TokenKind.Close))
            return arguments;
        Wrong(Current, Current.Kind == TokenKind.Name
            ? $"'{Current.Text}' is not in quotes"
            : $"expected ')' but found {Described(Current)}", Current.Kind == TokenKind.Name ? $"write `{Current.Text}`" : null);
        GiveUp();
        return null;
    }

    private ImmutableArray<HostPattern> MentionedHosts()
    {
        List<HostPattern> hosts = [];
        for (int i = 0; i + 2 < _tokens.Length; i++)
        {
            if (_tokens[i].Kind == TokenKind.Name && Matchers.Find(_tokens[i].Text)?.Name == "Host" && _tokens[i + 1].Kind == TokenKind.Open
                && _tokens[i + 2].Kind == TokenKind.Literal && HostPattern.TryParse(_tokens[i + 2].Text, out HostPattern host, out _) && host.Reach != HostReach.Every)
                hosts.Add(host);
        }

        return [.. hosts.Distinct()];
    }

    private bool Take(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _at++;
        return true;
    }

    private void Wrong(Token at, string message, string? fix) => _problems.Add(new RuleProblem(at.Index, message, fix));

    // What follows a broken part would only be misread.
    private RuleNode? GiveUp()
    {
        _at = _tokens.Length - 1;
        _gaveUp = true;
        return null;
    }

    private static string Described(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the rule",
        TokenKind.Literal => $"the string `{token.Text}`",
        _ => $"'{token.Text}'",
    };
}
