namespace EdgeStack.Collector.Tests.Scraping;

/// <summary>A wall clock that is put right at once, as a Raspberry Pi's after its start, beside a clock that stands still.</summary>
internal sealed class JumpingTimeProvider : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public void Jump(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => 7;
}
