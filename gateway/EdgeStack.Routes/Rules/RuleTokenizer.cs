using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Rules;

/// <summary>Cuts a rule into tokens. String literals are Go's: `raw` or "escaped".</summary>
internal sealed class RuleTokenizer(string text)
{
    private readonly List<RuleProblem> _problems = [];
    private int _at;

    public static (ImmutableArray<Token> Tokens, ImmutableArray<RuleProblem> Problems) Cut(string text)
    {
        RuleTokenizer tokenizer = new(text);
        ImmutableArray<Token>.Builder tokens = ImmutableArray.CreateBuilder<Token>();
        while (tokenizer.Next() is { } token)
            tokens.Add(token);
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return (tokens.ToImmutable(), [.. tokenizer._problems]);
    }

    private Token? Next()
    {
        while (_at < text.Length)
        {
            int start = _at;
            char c = text[_at];
            switch (c)
            {
                case ' ' or '\t' or '\r' or '\n':
                    _at++;
                    continue;
                case '(':
                    return Sign(TokenKind.Open, 1);
                case ')':
                    return Sign(TokenKind.Close, 1);
                case ',':
                    return Sign(TokenKind.Comma, 1);
                case '!':
                    return Sign(TokenKind.Not, 1);
                case '&' or '|' when _at + 1 < text.Length && text[_at + 1] == c:
                    return Sign(c == '&' ? TokenKind.And : TokenKind.Or, 2);
                case '&' or '|':
                    _problems.Add(new RuleProblem(start, $"a single '{c}' is not an operator", $"write '{c}{c}'"));
                    return Sign(c == '&' ? TokenKind.And : TokenKind.Or, 1);
                case '`':
                    return Raw(start);
                case '"':
                    return Quoted(start);
                case '\'':
                    return SingleQuoted(start);
                case var _ when char.IsAsciiLetter(c):
                    while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
                        _at++;
                    return new Token(TokenKind.Name, text[start.._at], start);
                default:
                    _problems.Add(new RuleProblem(start, $"unexpected character '{Shown(c)}'", null));
                    _at++;
                    continue;
            }
        }

        return null;
    }

    private Token Sign(TokenKind kind, int length)
    {
        Token token = new(kind, text.Substring(_at, length), _at);
        _at += length;
        return token;
    }

    private Token Raw(int start)
    {
        int end = text.IndexOf('`', start + 1);
        if (end < 0)
            return Unclosed(start, '`');
        _at = end + 1;
        return new Token(TokenKind.Literal, text[(start + 1)..end], start);
    }

    private Token SingleQuoted(int start)
    {
        int end = text.IndexOf('\'', start + 1);
        string inner = end < 0 ? text[(start + 1)..] : text[(start + 1)..end];
        _problems.Add(new RuleProblem(start, "single quotes do not make a string in a rule", $"write `{inner}`"));
        _at = end < 0 ? text.Length : end + 1;
        return new Token(TokenKind.Literal, inner, start);
    }

    private Token Quoted(int start)
    {
        StringBuilder value = new();
        for (_at = start + 1; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                return new Token(TokenKind.Literal, value.ToString(), start);
            }

            if (text[_at] != '\\')
                value.Append(text[_at]);
            else
                Escape(value);
        }

        return Unclosed(start, '"');
    }

    private void Escape(StringBuilder value)
    {
        int start = _at++;
        char c = _at < text.Length ? text[_at] : '\0';
        int digits = c switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && _at + digits < text.Length
            && int.TryParse(text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            value.Append((char)code);
            _at += digits;
            return;
        }

        char? simple = c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '\\' => '\\', '"' => '"', _ => null };
        value.Append(simple ?? c);
        if (simple is null)
            _problems.Add(new RuleProblem(start, $"'\\{Shown(c)}' is not an escape sequence", "write the text between back-ticks instead: `…`"));
    }

    private Token Unclosed(int start, char quote)
    {
        _problems.Add(new RuleProblem(start, $"the string that begins here has no closing {quote}", null));
        _at = text.Length;
        return new Token(TokenKind.Literal, text[(start + 1)..], start);
    }

    private static string Shown(char c) => char.IsControl(c) ? "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture) : c.ToString();
}
