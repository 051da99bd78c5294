using System.Buffers;
using System.Runtime.InteropServices;

namespace EdgeStack.Routes.Patterns;

/// <summary>Reads what begins with <c>(?</c>: names of groups and flags.</summary>
/// <param name="Flags">The flags from here on.</param>
/// <param name="Opens">True when a group begins; false for flags alone, as in <c>(?i)</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GroupOpening(PatternFlags Flags, bool Opens)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly (string Start, string Message, string? Fix)[] Foreign =
    [
        ("(?=", "Go has no lookahead", "state the second condition as a matcher of its own, joined by &&"),
        ("(?!", "Go has no lookahead", "state what must not match as a matcher of its own: && !…"),
        ("(?<=", "Go has no lookbehind", null),
        ("(?<!", "Go has no lookbehind", "state what must not match as a matcher of its own: && !…"),
        ("(?>", "Go has no atomic groups", "write (?:…): Go never backtracks"),
        ("(?#", "Go has no comments in patterns", "leave the comment out"),
        ("(?(", "Go has no conditional groups", "write the alternatives with |"),
        ("(?|", "Go has no branch reset", "write (?:…)"),
        ("(?P=", "Go cannot refer back to a group", null),
        ("(?P>", "Go cannot call a group", null),
        ("(?&", "Go cannot call a group", null),
        ("(?R", "Go cannot call a group", null),
        ("(?'", "Go does not name groups this way", "write (?P<name>…)"),
        ("(?x", "Go has no flag x: spaces and comments in a pattern are literal", "leave the flag and the spaces out"),
    ];

    /// <summary>The opening, or null when a problem was added. The cursor stands on the parenthesis.</summary>
    public static GroupOpening? Read(PatternCursor cursor, PatternFlags flags)
    {
        int start = cursor.At;
        foreach ((string begin, string message, string? fix) in Foreign)
        {
            if (!cursor.StartsWith(begin))
                continue;
            cursor.Fail(start, message, fix);
            return null;
        }

        if (cursor.StartsWith("(?P<") || cursor.StartsWith("(?<"))
            return Named(cursor, start, flags);
        cursor.At += 2;
        return FlagList(cursor, start, flags);
    }

    private static GroupOpening? Named(PatternCursor cursor, int start, PatternFlags flags)
    {
        int from = cursor.Text.IndexOf('<', start) + 1;
        int end = cursor.Text.IndexOf('>', from);
        if (end > from && cursor.Text.AsSpan(from, end - from).IndexOfAnyExcept(NameCharacters) < 0)
        {
            cursor.At = end + 1;
            return new GroupOpening(flags, Opens: true);
        }

        cursor.At = end < 0 ? cursor.Text.Length : end + 1;
        cursor.Fail(start, $"'{cursor.Shown(start)}' is not the name of a group: letters, digits and _ between < and >", "write (?P<name>…)");
        return null;
    }

    private static GroupOpening? FlagList(PatternCursor cursor, int start, PatternFlags flags)
    {
        bool clearing = false;
        bool anySincePart = false;
        while (!cursor.AtEnd)
        {
            char c = cursor.Text[cursor.At];
            if (c is ':' or ')' && (!clearing || anySincePart))
            {
                cursor.At++;
                return new GroupOpening(flags, c == ':');
            }

            PatternFlags? flag = c switch
            {
                'i' => PatternFlags.FoldCase,
                'm' => PatternFlags.MultiLine,
                's' => PatternFlags.DotAll,
                'U' => PatternFlags.None,
                _ => null,
            };
            if (flag is null && (c != '-' || clearing))
                break;
            cursor.At++;
            anySincePart = flag is not null;
            if (flag is null)
                clearing = true;
            else
                flags = clearing ? flags & ~flag.Value : flags | flag.Value;
        }

        if (!cursor.AtEnd)
            cursor.NextRune();
        cursor.Fail(start, $"'{cursor.Shown(start)}' is no group or flag that Go knows", "the flags are i, m, s and U, as in (?i) or (?i:…)");
        return null;
    }
}
