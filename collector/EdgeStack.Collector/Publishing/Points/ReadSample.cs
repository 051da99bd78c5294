using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Publishing.Points;

/// <summary>A sample on the board.</summary>
/// <param name="Sample">It.</param>
/// <param name="About">Whom its source speaks of: the server.</param>
/// <param name="At">When its source was read.</param>
internal readonly record struct ReadSample(Sample Sample, string About, DateTimeOffset At)
{
    public double Value => Sample.Value;

    /// <summary>The value of a label; empty when it has none. <c>@about</c> is whom its source speaks of.</summary>
    public string Label(string name) => name == "@about" ? About : Sample.Series.Label(name);
}
