namespace EdgeStack.Gateway.Events;

/// <summary>A token bucket. It never holds anybody up by itself: whoever wants a token asks how long there is none.</summary>
/// <param name="burst">Tokens at most, and at the start.</param>
/// <param name="each">One more comes in this time.</param>
/// <param name="time">The clock.</param>
internal sealed class EventBudget(int burst, TimeSpan each, TimeProvider time)
{
    private double _tokens = burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Until there is a token; zero when there is one.</summary>
    public TimeSpan Wait
    {
        get
        {
            Fill();
            return _tokens >= 1 ? TimeSpan.Zero : each * (1 - _tokens);
        }
    }

    public void Take()
    {
        Fill();
        _tokens--;
    }

    private void Fill()
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filled, now) / each));
        _filled = now;
    }
}
