namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>The time that all parts of one reading share. It begins with the reading.</summary>
internal sealed class CycleBudget(TimeSpan limit, TimeProvider time)
{
    // Less is not worth a statement. In steps, because the server is told each new limit by a statement of its own.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly long _start = time.GetTimestamp();

    public TimeSpan Used => time.GetElapsedTime(_start);

    public bool IsSpent => limit - Used < Step;

    /// <summary>How long a statement may take that begins now: so long, or what is left when that is less.</summary>
    /// <exception cref="BudgetSpentException">Nothing is left.</exception>
    public TimeSpan LimitOf(TimeSpan most)
    {
        TimeSpan left = limit - Used;
        if (left < Step)
            throw new BudgetSpentException();
        return left >= most ? most : Step * Math.Floor(left / Step);
    }

    /// <summary>Cancelled when it is used up.</summary>
    public CancellationTokenSource Timer() => new(limit > Used ? limit - Used : TimeSpan.Zero, time);
}
