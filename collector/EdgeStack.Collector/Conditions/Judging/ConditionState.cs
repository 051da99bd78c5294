namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>A condition of one thing over time.</summary>
internal sealed class ConditionState(ConditionTerms terms)
{
    private long? _lastBad;
    private long? _badSince;
    private long? _goodSince;
    private bool _wasJudged;

    public bool IsTrue { get; private set; }

    /// <summary>Since when the condition has been as it is, by the clock of now.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it could last be judged, by the clock that does not jump.</summary>
    public long KnownAt { get; private set; }

    /// <summary>Whether it could be judged the last time.</summary>
    public bool IsKnown { get; private set; }

    public void Judge(Standing standing, FreshBoard board)
    {
        if (!_wasJudged)
            (Since, _wasJudged) = (board.Now, true);
        (IsKnown, KnownAt) = (true, board.Timestamp);
        if (standing == Standing.Bad)
            _lastBad = board.Timestamp;
        bool isBad = standing == Standing.Bad || (_lastBad is { } bad && board.Since(bad) < terms.LooksBack);
        if (IsTrue)
            WhileTrue(isBad || standing == Standing.Between, board);
        else
            WhileFalse(isBad, board);
    }

    /// <summary>It cannot be judged now. What was true is remembered; what only began to be bad, or good, begins anew.</summary>
    public void Lose() => (IsKnown, _badSince, _goodSince) = (false, null, null);

    private void WhileTrue(bool stays, FreshBoard board)
    {
        _goodSince = stays ? null : _goodSince ?? board.Timestamp;
        if (_goodSince is { } good && board.Since(good) >= terms.EndsAfter)
            (IsTrue, Since, _badSince) = (false, board.Now, null);
    }

    private void WhileFalse(bool isBad, FreshBoard board)
    {
        _badSince = isBad ? _badSince ?? board.Timestamp : null;
        if (_badSince is { } bad && board.Since(bad) is var held && held >= terms.Holds)
            (IsTrue, Since, _goodSince) = (true, board.Now - held, null);
    }
}
