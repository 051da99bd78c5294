using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>Where a value of the last hours goes, by the straight line that fits it best.</summary>
internal sealed class Trend
{
    // Six hours as PromQL's predict_linear sees them in the rules; a point every five minutes is enough of them.
    private static readonly TimeSpan Window = TimeSpan.FromHours(6), Step = TimeSpan.FromMinutes(5);

    // What a single large file does to a shorter one says nothing of a day.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    private readonly Queue<(long At, double Value)> _points = [];
    private (long At, double Value) _last;
    private long _newest;

    public void Add(double value, FreshBoard board)
    {
        while (_points.TryPeek(out (long At, double Value) oldest) && board.Since(oldest.At) > Window)
            _points.Dequeue();
        if (_points.Count == 0 || board.Since(_newest) >= Step)
        {
            _points.Enqueue((board.Timestamp, value));
            _newest = board.Timestamp;
        }

        _last = (board.Timestamp, value);
    }

    /// <summary>Whether it has not been added to for so long that nothing of it counts.</summary>
    public bool IsOver(FreshBoard board) => board.Since(_last.At) > Window;

    /// <summary>What the value will be in that time; null while too little is known.</summary>
    public double? In(TimeSpan time, FreshBoard board)
    {
        if (_points.Count == 0 || board.Since(_points.Peek().At) < Shortest)
            return null;
        // Seconds before now, so that the line's height at 0 is its value now.
        (double X, double Y)[] points = [.. _points.Append(_last).Distinct().Select(point => (-board.Since(point.At).TotalSeconds, point.Value))];
        double meanX = points.Average(point => point.X), meanY = points.Average(point => point.Y);
        double spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        if (spread <= 0)
            return null;
        double slope = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        return meanY + (slope * (time.TotalSeconds - meanX));
    }
}
