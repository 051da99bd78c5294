using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EdgeStack.Routes.Patterns;

/// <summary>
/// Reads Go's regular expressions (package <c>regexp</c>, RE2 syntax) as Traefik takes them: unanchored. What cannot be kept exactly in .NET
/// is a problem, never another meaning; the one known difference is Unicode's version behind <c>\p{…}</c>, which is the runtime's.
/// Subjects are taken as well-formed UTF-16, as Go's are UTF-8.
/// Source of the grammar: Go, <c>regexp/syntax/parse.go</c>.
/// </summary>
public static class GoPattern
{
    /// <summary>
    /// Longest accepted pattern in UTF-16 units: no pattern takes longer to read than about a second on a desktop, an ordinary one takes
    /// milliseconds. Go has no such limit, but .NET's own of 10,000 automaton nodes is reached earlier by nearly every pattern.
    /// </summary>
    public const int MaxLength = 16_384;

    private static readonly PatternProblem TooLarge = new(
        0,
        "the pattern is too large to be matched in bounded time: about 10,000 characters with every repetition counted, 2,000 with ^ or $; a category such as \\pL counts hundreds",
        "use smaller repetition counts or split it into several conditions");

    /// <summary>Reads one pattern, for example <c>^/(?i:api)/v\d+$</c>.</summary>
    public static PatternReading Read(string goPattern)
    {
        if (goPattern.Length > MaxLength)
            return Refused(new PatternProblem(MaxLength, $"the pattern is longer than {MaxLength} characters", "split it into several conditions"));
        if (LoneSurrogate(goPattern) is var lone and >= 0)
            return Refused(new PatternProblem(lone, "the pattern is not well-formed Unicode: half of a surrogate pair", null));

        PatternCursor cursor = new(goPattern);
        PatternNode root = new PatternParser(cursor).Parse();
        if (cursor.Problems.Count > 0)
            return Refused([.. cursor.Problems.OrderBy(problem => problem.Index)]);

        if (PatternWriter.Write(root) is not { } translated)
            return Refused(TooLarge);
        try
        {
            return new PatternReading(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), translated, []);
        }
        catch (NotSupportedException)
        {
            // The runtime's own limit, known only while it builds: 10,000 nodes, a fifth of that with ^ or $. No other reason for this type is left.
            return Refused(TooLarge);
        }
    }

    private static PatternReading Refused(params ImmutableArray<PatternProblem> problems) => new(null, null, problems);

    private static int LoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }
}
