using System.Text.RegularExpressions;

namespace EdgeStack.Routes.Documents;

/// <summary>How often texts ask for protection, by name: what can still be compared of a text that is not YAML.</summary>
public sealed partial class ProtectionMentions
{
    // Judging a name takes time, and no honest text has nearly as many. Beyond this it is taken to ask for more.
    private const int MostNames = 2000;

    // What may stand around a name.
    private const string Around = " \t\r\"'";

    private readonly Dictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Name, bool IsKey), string?> _meanings = [];

    private ProtectionMentions()
    {
    }

    /// <summary>Counts keys that ask for protection, and items of lists that are nearly their names; not in lines that are comments.</summary>
    public static ProtectionMentions Of(IEnumerable<string> texts)
    {
        ProtectionMentions mentions = new();
        foreach (string text in texts)
        {
            int line = 0, end = text.IndexOf('\n');
            bool isComment = IsComment(text);
            foreach (ValueMatch match in Candidate().EnumerateMatches(text))
            {
                for (; end >= 0 && end < match.Index; end = text.IndexOf('\n', line))
                    isComment = IsComment(text.AsSpan(line = end + 1));
                if (!isComment)
                    mentions.Look(text, line, match.Index, match.Length);
            }
        }

        return mentions;
    }

    /// <summary>A name that stands here more often than before; null when there is none.</summary>
    public string? MoreThan(ProtectionMentions before) => _meanings.Count >= MostNames ? "more names than are looked at"
        : _counts.FirstOrDefault(mention => mention.Value > before._counts.GetValueOrDefault(mention.Key)).Key;

    private void Look(string text, int line, int start, int length)
    {
        ReadOnlySpan<char> left = text.AsSpan(line, start - line).TrimEnd(Around);
        ReadOnlySpan<char> right = text.AsSpan(start + length).TrimStart(Around);
        bool isKey = IsColon(right);
        // A name whose colon got lost stands where a key or an item begins.
        if (!isKey && left is not ([] or [.., '{' or '[' or ',' or '-']))
            return;
        (string, bool) name = (text.Substring(start, length), isKey);
        if (!_meanings.TryGetValue(name, out string? meaning) && _meanings.Count < MostNames)
            _meanings.Add(name, meaning = Meaning(name.Item1, isKey));
        // What stands between commas and brackets is an item, a host for one, and no middleware; a field whose name broke in two may look so.
        bool isItem = left is [.., '[' or ','] && right is [',' or ']', ..];
        if (meaning is not null && (!isItem || RouteFields.Protecting.Contains(meaning)))
            _counts[meaning] = _counts.GetValueOrDefault(meaning) + 1;
    }

    private static bool IsComment(ReadOnlySpan<char> line) => line.TrimStart(" \t").StartsWith('#');

    // A colon with something right behind it is the one of 'name:port'.
    private static bool IsColon(ReadOnlySpan<char> after) => after is [':'] or [':', not (>= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9'), ..];

    private static string? Meaning(string name, bool isKey) => ProtectiveNames.Meaning(name) is { } meant && meant is not ("middlewares" or "headers") && (isKey || ProtectiveNames.IsProtecting(meant)) ? meant : null;

    // Names with dots and slashes are hosts and paths.
    [GeneratedRegex(@"(?<![\w./@-])[A-Za-z][\w-]{0,63}(?![\w./@-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Candidate();
}
