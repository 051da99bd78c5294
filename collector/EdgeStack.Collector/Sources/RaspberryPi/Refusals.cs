namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>
/// What the firmware did not know when it was asked. It is left alone for a while, since the kernel writes a line into its log for each such question, and for twice as long every
/// time that it is refused again; not for ever, for firmware that is busy refuses too.
/// </summary>
internal sealed class Refusals<T>(TimeProvider time)
    where T : notnull
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10), Longest = TimeSpan.FromDays(1);

    private readonly Dictionary<T, (long Since, TimeSpan For)> _all = [];

    /// <summary>Whether it is not to be asked now.</summary>
    public bool Stands(T question) => _all.TryGetValue(question, out (long Since, TimeSpan For) refusal) && time.GetElapsedTime(refusal.Since) < refusal.For;

    public void Add(T question) =>
        _all[question] = (time.GetTimestamp(), _all.TryGetValue(question, out (long Since, TimeSpan For) before) ? TimeSpan.FromTicks(Math.Min(2 * before.For.Ticks, Longest.Ticks)) : First);

    public void Forget(T question) => _all.Remove(question);
}
