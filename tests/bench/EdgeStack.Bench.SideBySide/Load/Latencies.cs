using System.Diagnostics;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>How long things took.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];

    public int Count => _ticks.Count;

    /// <param name="from">A timestamp of <see cref="Stopwatch"/>.</param>
    public void AddSince(long from) => Add(Stopwatch.GetElapsedTime(from));

    public void Add(TimeSpan time) => _ticks.Add(time.Ticks);

    public void Add(Latencies others) => _ticks.AddRange(others._ticks);

    /// <summary>The least that so many percent do not exceed; zero when there is nothing.</summary>
    public TimeSpan Percentile(double percent)
    {
        if (_ticks.Count == 0)
            return TimeSpan.Zero;
        _ticks.Sort();
        return TimeSpan.FromTicks(_ticks[Math.Max(0, (int)Math.Ceiling(_ticks.Count * percent / 100) - 1)]);
    }

    public LoadResult Over(TimeSpan elapsed, long errors) => new(Count, Count / elapsed.TotalSeconds, Percentile(50), Percentile(99), errors);
}
