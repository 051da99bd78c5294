namespace EdgeStack.Routes.Patterns;

/// <summary>A group while it is read; the whole pattern is one too.</summary>
internal sealed class OpenGroup(int start, PatternFlags flagsBefore)
{
    private readonly List<PatternNode> _alternatives = [];
    private readonly List<PatternNode> _parts = [];

    /// <summary>Where its parenthesis stands.</summary>
    public int Start => start;

    /// <summary>The flags that come back into force behind it.</summary>
    public PatternFlags FlagsBefore => flagsBefore;

    public void Add(PatternNode part) => _parts.Add(part);

    /// <summary>Takes back what a repetition applies to; null when the alternative is empty so far.</summary>
    public PatternNode? TakeLast()
    {
        if (_parts.Count == 0)
            return null;
        PatternNode last = _parts[^1];
        _parts.RemoveAt(_parts.Count - 1);
        return last;
    }

    public void NextAlternative()
    {
        _alternatives.Add(_parts.Count == 1 ? _parts[0] : new PatternNode.Sequence([.. _parts]));
        _parts.Clear();
    }

    /// <summary>The finished group.</summary>
    public PatternNode Whole()
    {
        NextAlternative();
        if (_alternatives.Count == 1)
            return _alternatives[0];
        // (a|b) is [ab], which is one position instead of two.
        return _alternatives.TrueForAll(part => part is PatternNode.Runes)
            ? new PatternNode.Runes(RuneSet.Of(_alternatives.Cast<PatternNode.Runes>().SelectMany(part => part.Set.Ranges)))
            : new PatternNode.Choice([.. _alternatives]);
    }
}
