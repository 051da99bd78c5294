using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Rules;

/// <summary>
/// Reads rules in Traefik v3's language. This version has <c>Host</c>, <c>PathPrefix</c> and <c>&amp;&amp;</c>; the rest of the language is
/// recognised and reported as not implemented, so that it is never read as something else.
/// </summary>
public sealed class RuleReader
{
    private static readonly ImmutableArray<string> Matchers =
    [
        "Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "Header", "HeaderRegexp", "Query", "QueryRegexp", "ClientIP",
    ];

    private readonly ImmutableArray<Token> _tokens;
    private readonly List<RuleProblem> _problems;
    private int _at;

    private RuleReader(string text)
    {
        (_tokens, ImmutableArray<RuleProblem> problems) = RuleTokenizer.Cut(text);
        _problems = [.. problems];
    }

    private Token Current => _tokens[_at];

    /// <summary>Reads one rule, for example <c>Host(`a.example`) &amp;&amp; PathPrefix(`/v2`)</c>.</summary>
    public static RuleReading Read(string text)
    {
        RuleReader reader = new(text);
        RuleNode? rule = reader.Conjunction();
        ImmutableArray<RuleProblem> problems = [.. reader._problems.OrderBy(problem => problem.Index)];
        return new RuleReading(problems.IsEmpty ? rule : null, reader.MentionedHosts(), problems);
    }

    private RuleNode? Conjunction()
    {
        ImmutableArray<RuleNode>.Builder parts = ImmutableArray.CreateBuilder<RuleNode>();
        do
        {
            if (Operand() is { } part)
                parts.Add(part);
        }
        while (Take(TokenKind.And));

        if (Current.Kind == TokenKind.Or)
            NotImplemented("'||'", "write two routes");
        else if (Current.Kind != TokenKind.End)
            Wrong(Current, $"unexpected {Described(Current)}", "join conditions with &&");
        return parts.Count == 1 ? parts[0] : new RuleNode.All(parts.ToImmutable());
    }

    private RuleNode? Operand()
    {
        switch (Current.Kind)
        {
            case TokenKind.Name:
                return Call();
            case TokenKind.Not:
                NotImplemented("'!'", null);
                return null;
            case TokenKind.Open:
                NotImplemented("parentheses", "write the conditions without them, joined by &&");
                return null;
            default:
                Wrong(Current, $"expected a condition but found {Described(Current)}", "for example Host(`www.example.com`)");
                _at = _tokens.Length - 1;
                return null;
        }
    }

    private RuleNode? Call()
    {
        Token name = Current;
        _at++;
        string? matcher = Matchers.FirstOrDefault(known => IsSpellingOf(known, name.Text));
        if (matcher is null)
            Wrong(name, $"unknown condition '{name.Text}'", NearestName.Suggestion(name.Text, Matchers));
        List<Token>? arguments = Arguments(name);
        if (matcher is null || arguments is null)
            return null;
        if (matcher is not ("Host" or "PathPrefix"))
        {
            _problems.Add(new RuleProblem(name.Index, $"{matcher} is not implemented in this version", null, NotImplemented: true));
            return null;
        }

        if (arguments.Count != 1)
        {
            Wrong(name, $"{matcher} takes one argument but has {arguments.Count}", matcher == "Host" && arguments.Count > 1 ? "list several hosts in 'hosts:'" : null);
            return null;
        }

        return matcher == "Host" ? HostCondition(arguments[0]) : PathCondition(arguments[0]);
    }

    // The four spellings that Traefik accepts: PathPrefix, pathprefix, PATHPREFIX, Pathprefix.
    private static bool IsSpellingOf(string known, string written) =>
        new[] { known, known.ToLowerInvariant(), known.ToUpperInvariant(), known[..1] + known[1..].ToLowerInvariant() }.Contains(written, StringComparer.Ordinal);

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
        _at = _tokens.Length - 1;
        return null;
    }

    private RuleNode.Hosts? HostCondition(Token argument)
    {
        if (HostName.TryParse(argument.Text, out string host, out string? fault))
            return new RuleNode.Hosts([host]);
        if (argument.Text.Contains('*'))
            _problems.Add(new RuleProblem(argument.Index, $"host '{argument.Text}': wildcards are not implemented in this version", null, NotImplemented: true));
        else
            Wrong(argument, $"host '{argument.Text}' {fault}", null);
        return null;
    }

    private RuleNode.PathPrefix? PathCondition(Token argument)
    {
        if (argument.Text.StartsWith('/'))
            return new RuleNode.PathPrefix(argument.Text);
        Wrong(argument, $"path '{argument.Text}' does not begin with '/'", $"write `/{argument.Text}`");
        return null;
    }

    private ImmutableArray<string> MentionedHosts()
    {
        List<string> hosts = [];
        for (int i = 0; i + 2 < _tokens.Length; i++)
        {
            if (_tokens[i].Kind == TokenKind.Name && IsSpellingOf("Host", _tokens[i].Text) && _tokens[i + 1].Kind == TokenKind.Open
                && _tokens[i + 2].Kind == TokenKind.Literal && HostName.TryParse(_tokens[i + 2].Text, out string host, out _))
                hosts.Add(host);
        }

        return [.. hosts.Distinct(StringComparer.Ordinal)];
    }

    private bool Take(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _at++;
        return true;
    }

    private void Wrong(Token at, string message, string? fix) => _problems.Add(new RuleProblem(at.Index, message, fix));

    private void NotImplemented(string what, string? fix)
    {
        _problems.Add(new RuleProblem(Current.Index, $"{what} is not implemented in this version", fix, NotImplemented: true));
        _at = _tokens.Length - 1;
    }

    private static string Described(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the rule",
        TokenKind.Literal => $"the string `{token.Text}`",
        _ => $"'{token.Text}'",
    };
}
