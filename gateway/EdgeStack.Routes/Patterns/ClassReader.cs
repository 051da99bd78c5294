namespace EdgeStack.Routes.Patterns;

/// <summary>Reads a class in brackets, for example <c>[^a-z[:digit:]\pL-]</c>, into the set of its code points.</summary>
internal sealed class ClassReader
{
    private readonly PatternCursor _cursor;
    private readonly bool _fold;
    private readonly int _start;
    private readonly List<RuneRange> _written = [];
    private readonly List<RuneRange> _named = [];

    private ClassReader(PatternCursor cursor, bool fold)
    {
        _cursor = cursor;
        _fold = fold;
        _start = cursor.At;
    }

    /// <summary>The set, or null when a problem was added. The cursor stands on the opening bracket.</summary>
    public static RuneSet? Read(PatternCursor cursor, bool fold)
    {
        ClassReader reader = new(cursor, fold);
        cursor.At++;
        bool negated = cursor.Take('^');
        // A bracket right after the opening one is a member.
        for (bool first = true; first || cursor.Peek() != ']'; first = false)
        {
            if (!reader.Member())
                return null;
        }

        cursor.At++;
        RuneSet written = NamedClasses.Finished(RuneSet.Of(reader._written), fold, negated: false);
        RuneSet all = RuneSet.Of(written.Ranges.Concat(reader._named));
        return negated ? all.Negated() : all;
    }

    private bool Member()
    {
        int problems = _cursor.Problems.Count;
        RuneSet? named = NamedClasses.TakePosix(_cursor, _fold);
        if (named is null && _cursor.Problems.Count == problems)
            named = UnicodeClass.Take(_cursor, _fold);
        if (named is null && _cursor.Problems.Count == problems)
            named = NamedClasses.TakePerl(_cursor, _fold);
        if (named is null)
            return _cursor.Problems.Count == problems && Range();
        _named.AddRange(named.Ranges);
        return true;
    }

    private bool Range()
    {
        int start = _cursor.At;
        if (Rune() is not { } first)
            return false;
        int last = first;
        // [a-] is a or -.
        if (_cursor.Peek() == '-' && _cursor.At + 1 < _cursor.Text.Length && _cursor.Peek(1) != ']')
        {
            _cursor.At++;
            if (Rune() is not { } end)
                return false;
            last = end;
        }

        if (last >= first)
        {
            _written.Add(new RuneRange(first, last));
            return true;
        }

        _cursor.Fail(start, $"the range '{_cursor.Shown(start)}' runs backwards", "put the hyphen last in the class when it is meant as a character");
        return false;
    }

    private int? Rune()
    {
        if (_cursor.AtEnd)
        {
            _cursor.Fail(_start, "this '[' is never closed", @"write \[ for the character");
            return null;
        }

        return _cursor.Peek() == '\\' ? EscapeReader.Read(_cursor) : _cursor.NextRune();
    }
}
