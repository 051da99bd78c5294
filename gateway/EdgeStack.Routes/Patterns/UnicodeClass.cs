namespace EdgeStack.Routes.Patterns;

/// <summary>Reads <c>\pL \p{Lu} \PN \p{^L}</c>.</summary>
internal static class UnicodeClass
{
    /// <summary>Takes a class; null when there is none (nothing taken) or when a problem was added.</summary>
    public static RuneSet? Take(PatternCursor cursor, bool fold)
    {
        if (cursor.Peek() != '\\' || cursor.Peek(1) is not ('p' or 'P'))
            return null;
        int start = cursor.At;
        bool negated = cursor.Peek(1) == 'P';
        cursor.At += 2;
        if (Name(cursor, start) is not { } name)
            return null;
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        RuneSet? set = name == "Any" ? RuneSet.All : GeneralCategories.Find(name);
        if (set is not null)
            return NamedClasses.Finished(set, fold, negated);
        if (name == "C")
            cursor.Refuse(start, "what category 'C' holds depends on the version of Go", @"write [\p{Cc}\p{Cf}\p{Co}]");
        else
            cursor.Refuse(
                start,
                $"'{cursor.Shown(start)}' is no general category of Unicode in its short form; scripts are not implemented",
                @"write \p{L}, \p{Lu}, \p{Nd}, … or a range such as [\x{370}-\x{3FF}]");

        // Empty, only so that reading can go on.
        return RuneSet.Of();
    }

    private static string? Name(PatternCursor cursor, int start)
    {
        if (cursor.AtEnd)
        {
            cursor.Fail(start, $"'{cursor.Shown(start)}' names no category", @"for example \pL or \p{Lu}");
            return null;
        }

        int from = cursor.At;
        if (!cursor.Take('{'))
        {
            cursor.NextRune();
            return cursor.Text[from..cursor.At];
        }

        int end = cursor.Text.IndexOf('}', cursor.At);
        if (end < 0)
        {
            cursor.Fail(start, $"'{cursor.Text.AsSpan(start, 3)}' has no closing '}}'", @"for example \p{Lu}");
            return null;
        }

        cursor.At = end + 1;
        return cursor.Text[(from + 1)..end];
    }
}
