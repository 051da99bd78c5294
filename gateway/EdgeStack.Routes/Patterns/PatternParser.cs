namespace EdgeStack.Routes.Patterns;

/// <summary>
/// Parses as Go does, step by step, with a stack of its own: no depth of the pattern is a depth of calls. After a mistake the cursor is at
/// the end and the tree is of no use.
/// </summary>
internal sealed class PatternParser(PatternCursor cursor)
{
    /// <summary>Go's limit is a tree of height 1000, and one group can add four to it; later recursion over the tree is bounded by this.</summary>
    public const int MaxGroups = 200;

    // Six times everything that Unicode has; a pattern with more is too heavy in the end, and reading each costs time.
    private const int MaxRanges = 16_384;

    private readonly Stack<OpenGroup> _open = new([new OpenGroup(0, PatternFlags.None)]);
    private PatternFlags _flags;
    private int _ranges;

    private bool Folds => _flags.HasFlag(PatternFlags.FoldCase);

    public PatternNode Parse()
    {
        int? repeatedAt = null;
        while (!cursor.AtEnd)
        {
            int start = cursor.At;
            repeatedAt = TakeRepeat(repeatedAt) ? start : null;
            if (repeatedAt is null)
                Step();
        }

        if (_open.Count > 1 && cursor.Problems.Count == 0)
            cursor.Fail(_open.Peek().Start, "this '(' is never closed", @"write \( for the character");
        return _open.Peek().Whole();
    }

    // One step that is not a repetition.
    private void Step()
    {
        switch (cursor.Peek())
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                cursor.At++;
                _open.Peek().NextAlternative();
                break;
            case '^':
                TakePlace(1, _flags.HasFlag(PatternFlags.MultiLine) ? Places.LineStart : Places.TextStart);
                break;
            case '$':
                TakePlace(1, _flags.HasFlag(PatternFlags.MultiLine) ? Places.LineEnd : Places.TextEnd);
                break;
            case '.':
                cursor.At++;
                Add(_flags.HasFlag(PatternFlags.DotAll) ? RuneSet.All : RuneSet.LineFeed.Negated());
                break;
            case '[':
                if (ClassReader.Read(cursor, Folds) is { } set)
                    Add(set);
                break;
            case '{' when LegacyPlaceholder.Report(cursor):
                break;
            case '\\':
                Escape();
                break;
            default:
                AddLiteral(cursor.NextRune());
                break;
        }
    }

    private void Escape()
    {
        int start = cursor.At;
        switch (cursor.Peek(1))
        {
            case 'A':
                TakePlace(2, Places.TextStart);
                return;
            case 'z':
                TakePlace(2, Places.TextEnd);
                return;
            case 'Q':
                Quoted();
                return;
            // .NET's word characters are Unicode's, and without lookaround Go's ASCII ones cannot be told from the place between them.
            case 'b':
                cursor.At += 2;
                cursor.Refuse(start, @"'\b', the edge of an ASCII word, is not implemented", @"at the end write (?:\W|$), at the beginning (?:^|\W)");
                return;
            case 'B':
                cursor.At += 2;
                cursor.Refuse(start, @"'\B', a place inside an ASCII word or outside of all, is not implemented", @"name the neighbouring characters, for example \w");
                return;
            case 'p' or 'P':
                if (UnicodeClass.Take(cursor, Folds) is { } category)
                    Add(category);
                return;
        }

        if (NamedClasses.TakePerl(cursor, Folds) is { } named)
            Add(named);
        else if (EscapeReader.Read(cursor) is { } rune)
            AddLiteral(rune);
    }

    private void Quoted()
    {
        cursor.At += 2;
        int end = cursor.Text.IndexOf(@"\E", cursor.At, StringComparison.Ordinal);
        int stop = end < 0 ? cursor.Text.Length : end;
        while (cursor.At < stop)
            AddLiteral(cursor.NextRune());
        if (end >= 0)
            cursor.At = end + 2;
    }

    private void Open()
    {
        int start = cursor.At;
        OpenGroup group = new(start, _flags);
        if (cursor.Peek(1) != '?')
        {
            cursor.At++;
        }
        else
        {
            if (GroupOpening.Read(cursor, _flags) is not { } opening)
                return;
            _flags = opening.Flags;
            if (!opening.Opens)
                return;
        }

        if (_open.Count > MaxGroups)
            cursor.Fail(start, $"groups are nested deeper than {MaxGroups}", null);
        else
            _open.Push(group);
    }

    private void Close()
    {
        if (_open.Count == 1)
        {
            cursor.Fail(cursor.At, "this ')' closes nothing", @"write \) for the character");
            return;
        }

        cursor.At++;
        OpenGroup group = _open.Pop();
        _flags = group.FlagsBefore;
        _open.Peek().Add(group.Whole());
    }

    // True when a repetition was taken (or failed); repeatedAt is where the step before began, when that was one too.
    private bool TakeRepeat(int? repeatedAt)
    {
        int start = cursor.At;
        RepeatCount? count = cursor.Peek() switch
        {
            '*' => new RepeatCount(0, null),
            '+' => new RepeatCount(1, null),
            '?' => new RepeatCount(0, 1),
            '{' => RepeatCount.Take(cursor),
            _ => null,
        };
        if (count is not { } times)
            return false;

        bool counted = cursor.At > start;
        if (!counted)
            cursor.At++;
        cursor.Take('?');
        if (times.Fault is { } fault)
            cursor.Fail(start, $"'{cursor.Shown(start)}': {fault}", null);
        else if (repeatedAt is { } before)
            cursor.Fail(before, $"'{cursor.Shown(before)}' repeats a repetition", "keep one of the operators, or put the first in a group: (?:…)");
        else if (_open.Peek().TakeLast() is not { } last)
            cursor.Fail(start, $"there is nothing before '{cursor.Shown(start)}' to repeat", $"write \\{cursor.Text[start]} for the character");
        else
            AddRepeat(start, new PatternNode.Repeat(last, times.Min, times.Max, counted));
        return true;
    }

    private void AddRepeat(int start, PatternNode.Repeat repeat)
    {
        if (repeat is { Counted: true, Copies: > RepeatCount.Limit } and ({ Min: >= 2 } or { Max: >= 2 }))
            cursor.Fail(start, $"'{cursor.Shown(start)}' and the counts inside it ask for more than {RepeatCount.Limit} copies", null);
        else
            _open.Peek().Add(repeat);
    }

    private void TakePlace(int length, Places kind)
    {
        cursor.At += length;
        _open.Peek().Add(new PatternNode.Place(kind));
    }

    private void AddLiteral(int rune) => Add(NamedClasses.Finished(RuneSet.Of(rune), Folds, negated: false));

    private void Add(RuneSet set)
    {
        _open.Peek().Add(new PatternNode.Runes(set));
        _ranges += set.Ranges.Length;
        if (_ranges > MaxRanges)
            cursor.Fail(cursor.At, $"the classes up to here have more than {MaxRanges} ranges; a category such as \\pL has some 600", "write a class such as [^/] instead of categories");
    }
}
