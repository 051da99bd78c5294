namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Room for texts that are kept for a while: the oldest give way to new ones. Whoever keeps a text has to know that its letters have not been
/// used again. Not for several threads at once.
/// </summary>
/// <param name="size">Letters that there is room for.</param>
internal sealed class LetterRing(int size)
{
    private readonly char[] _letters = new char[size];
    private int _next;

    public int Size => size;

    /// <summary>Copies a text; at most <see cref="Size"/> letters.</summary>
    public KeptText Add(string? text)
    {
        if (text is null)
            return KeptText.None;
        KeptText kept = new(_next, text.Length);
        int beforeTheEnd = Math.Min(text.Length, size - _next);
        text.AsSpan(0, beforeTheEnd).CopyTo(_letters.AsSpan(_next));
        text.AsSpan(beforeTheEnd).CopyTo(_letters);
        _next = beforeTheEnd < text.Length ? text.Length - beforeTheEnd : _next + text.Length;
        return kept;
    }

    public string? Read(KeptText text)
    {
        if (text.IsNone)
            return null;
        int beforeTheEnd = Math.Min(text.Length, size - text.Start);
        return string.Concat(_letters.AsSpan(text.Start, beforeTheEnd), _letters.AsSpan(0, text.Length - beforeTheEnd));
    }
}
