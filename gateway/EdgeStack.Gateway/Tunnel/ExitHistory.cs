namespace EdgeStack.Gateway.Tunnel;

/// <summary>How long to wait after cloudflared has ended by itself: 1, 2, 4, … 60 s, and five minutes when it ends all the time.</summary>
/// <param name="random">From 0 to 1, so that many gateways do not come back in step.</param>
internal sealed class ExitHistory(Func<double> random)
{
    private const int MostInWindow = 5, UpdatedCode = 11, UpdateFailedCode = 10;

    private const double Jitter = 0.2;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10), First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(60), WhenAllTheTime = TimeSpan.FromMinutes(5);

    private readonly Queue<TimeSpan> _exits = new();
    private int _failures;

    /// <summary>Whether it has ended more than five times in the last ten minutes.</summary>
    public bool IsAllTheTime => _exits.Count > MostInWindow;

    public static bool IsUpdate(int code) => code is UpdatedCode or UpdateFailedCode;

    /// <summary>It has been well for long: whatever comes next is new.</summary>
    public void Forget() => _failures = 0;

    public TimeSpan DelayAfter(int code, TimeSpan now)
    {
        _exits.Enqueue(now);
        Prune(now);
        if (IsAllTheTime)
            return WhenAllTheTime;
        if (code == 0 || IsUpdate(code))
            return First;
        TimeSpan delay = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.ScaleB(First.TotalSeconds, Math.Min(_failures++, 16))));
        return delay * (1 - Jitter + (2 * Jitter * random()));
    }

    public void Prune(TimeSpan now)
    {
        while (_exits.TryPeek(out TimeSpan exit) && now - exit > Window)
            _exits.Dequeue();
    }
}
