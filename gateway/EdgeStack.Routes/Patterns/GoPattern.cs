using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>
/// Reads Go's regular expressions (package <c>regexp</c>, RE2 syntax) as Traefik takes them: unanchored. What is not kept exactly
/// is a problem, never another meaning; the one known difference is Unicode's version behind <c>\p{…}</c>, which is the runtime's.
/// Subjects are taken as well-formed UTF-16, as Go's are UTF-8.
/// Source of the grammar: Go, <c>regexp/syntax/parse.go</c>.
/// </summary>
public static class GoPattern
{
    /// <summary>Longest accepted pattern in UTF-16 units. Go has no such limit, but nearly every longer one would weigh too much.</summary>
    public const int MaxLength = 16_384;

    private static readonly PatternProblem TooHeavy = new(
        0,
        $"the pattern weighs more than {PatternBudget.OfPattern}: some 4,000 characters with every repetition counted, fewer with many alternatives or optional parts; a category such as \\pL weighs 30",
        "use smaller repetition counts, a class such as [^/] instead of categories, or split it into several conditions");

    private static readonly PatternProblem Spent = new(
        0,
        $"the patterns of this object weigh more than {PatternBudget.OfObject} together",
        "spread the routes over several objects, or write shorter patterns: a category such as \\pL weighs 30, a counted repetition one for every 30 characters");

    /// <summary>Reads one pattern, for example <c>^/(?i:api)/v\d+$</c>.</summary>
    /// <param name="goPattern">The pattern.</param>
    /// <param name="budget">What its object may still have; null where one pattern stands alone.</param>
    public static PatternReading Read(string goPattern, PatternBudget? budget = null)
    {
        if (budget?.IsSpent == true)
            return Refused(Spent);
        PatternCursor cursor = new(goPattern);
        if (Parse(goPattern, cursor) is not { } root)
        {
            budget?.TakeUnreadable(tooHeavy: false);
            return Refused([.. cursor.Problems.OrderBy(problem => problem.Index)]);
        }

        if (AutomatonBuilder.Build(root, PatternBudget.OfPattern) is not { Weight: var weight })
        {
            budget?.TakeUnreadable(tooHeavy: true);
            return Refused(TooHeavy);
        }

        return budget?.TryTake(weight) == false ? Refused(Spent) : new PatternReading(new GoRegex(goPattern, weight), []);
    }

    /// <summary>The automaton of a pattern that was read before.</summary>
    internal static PatternAutomaton Build(string read) =>
        Parse(read, new PatternCursor(read)) is { } root && AutomatonBuilder.Build(root, PatternBudget.OfPattern) is { } automaton
            ? automaton : throw new ArgumentException("an unchecked pattern", nameof(read));

    private static PatternNode? Parse(string text, PatternCursor cursor)
    {
        if (text.Length > MaxLength)
            cursor.Fail(MaxLength, $"the pattern is longer than {MaxLength} characters", "split it into several conditions");
        else if (LoneSurrogate(text) is var lone and >= 0)
            cursor.Fail(lone, "the pattern is not well-formed Unicode: half of a surrogate pair", null);
        PatternNode root = new PatternParser(cursor).Parse();
        return cursor.Problems.Count > 0 ? null : root;
    }

    private static PatternReading Refused(params ImmutableArray<PatternProblem> problems) => new(null, problems);

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
