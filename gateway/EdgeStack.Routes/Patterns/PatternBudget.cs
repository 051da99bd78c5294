namespace EdgeStack.Routes.Patterns;

/// <summary>
/// What the patterns of one object may weigh together, so that nobody's document takes the memory and the time of everybody. An ordinary
/// pattern weighs about 10, a category such as <c>\pL</c> about 30 more.
/// </summary>
public sealed class PatternBudget
{
    /// <summary>Of one pattern. One unit is about a nanosecond for a character of the text, or 256 bytes.</summary>
    public const int OfPattern = 256;

    /// <summary>Of the patterns of one object together.</summary>
    public const int OfObject = 4096;

    /// <summary>Of all routes together: 8 MiB.</summary>
    public const int OfTable = 32_768;

    // Reading costs something as well, also when it ends in a problem.
    private const int Unreadable = 4;

    /// <summary>What was taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>True when nothing further will be read.</summary>
    public bool IsSpent { get; private set; }

    internal bool TryTake(int weight)
    {
        IsSpent |= Taken + weight > OfObject;
        if (!IsSpent)
            Taken += weight;
        return !IsSpent;
    }

    internal void TakeUnreadable(bool tooHeavy) => TryTake(tooHeavy ? OfPattern : Unreadable);
}
