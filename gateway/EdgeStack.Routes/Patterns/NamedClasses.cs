using System.Collections.Frozen;

namespace EdgeStack.Routes.Patterns;

/// <summary>Go's classes with a name, all of them ASCII: <c>\d \s \w</c> and the fourteen of POSIX.</summary>
internal static class NamedClasses
{
    private static readonly FrozenDictionary<string, RuneSet> Posix = new Dictionary<string, RuneSet>(StringComparer.Ordinal)
    {
        ["alnum"] = Ranges("09AZaz"),
        ["alpha"] = Ranges("AZaz"),
        ["ascii"] = Ranges("\0\x7F"),
        ["blank"] = Ranges("\t\t  "),
        ["cntrl"] = Ranges("\0\x1F\x7F\x7F"),
        ["digit"] = Ranges("09"),
        ["graph"] = Ranges("!~"),
        ["lower"] = Ranges("az"),
        ["print"] = Ranges(" ~"),
        ["punct"] = Ranges("!/:@[`{~"),
        ["space"] = Ranges("\t\r  "),
        ["upper"] = Ranges("AZ"),
        ["word"] = Ranges("09AZ__az"),
        ["xdigit"] = Ranges("09AFaf"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly RuneSet Digit = Ranges("09");
    private static readonly RuneSet Word = Ranges("09AZ__az");

    // Not POSIX's space: \s has no vertical tab.
    private static readonly RuneSet Space = Ranges("\t\n\f\r  ");

    /// <summary>Takes <c>\d \D \s \S \w \W</c>; null and nothing taken when there is none.</summary>
    public static RuneSet? TakePerl(PatternCursor cursor, bool fold)
    {
        if (cursor.Peek() != '\\')
            return null;
        RuneSet? set = char.ToLowerInvariant(cursor.Peek(1)) switch { 'd' => Digit, 's' => Space, 'w' => Word, _ => null };
        if (set is null)
            return null;
        bool negated = char.IsAsciiLetterUpper(cursor.Peek(1));
        cursor.At += 2;
        return Finished(set, fold, negated);
    }

    /// <summary>Takes <c>[:alpha:]</c> or <c>[:^alpha:]</c>; null when there is none, or when a problem was added.</summary>
    public static RuneSet? TakePosix(PatternCursor cursor, bool fold)
    {
        int start = cursor.At;
        int end = cursor.StartsWith("[:") ? cursor.Text.IndexOf(":]", start + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
            return null;
        cursor.At = end + 2;
        string name = cursor.Text[(start + 2)..end];
        bool negated = name.StartsWith('^');
        if (Posix.TryGetValue(negated ? name[1..] : name, out RuneSet? set))
            return Finished(set, fold, negated);
        cursor.Fail(start, $"'{cursor.Shown(start)}' is no class", $"the classes are {string.Join(", ", Posix.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    /// <summary>Case first, then the complement: <c>(?i)\W</c> has no Kelvin sign.</summary>
    public static RuneSet Finished(RuneSet set, bool fold, bool negated)
    {
        RuneSet folded = fold ? set.Folded() : set;
        return negated ? folded.Negated() : folded;
    }

    private static RuneSet Ranges(string ends) => RuneSet.Of(ends.Chunk(2).Select(pair => new RuneRange(pair[0], pair[1])));
}
