using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>A file system that is filled as fast as in the last six hours will be full soon.</summary>
internal sealed class DiskFullSoon(double below, TimeSpan horizon, ConditionTerms terms) : ICondition
{
    private const double Spare = 0.05;

    private readonly Dictionary<string, Trend> _trends = [];

    public ConditionTerms Terms { get; } = terms;

    public static DiskFullSoon Warning() => new(0.40, TimeSpan.FromHours(24), new ConditionTerms("disk_full_in_a_day", Severity.Warning)
    {
        Families = [WritableFileSystem.Available, WritableFileSystem.Size, WritableFileSystem.ReadOnly],
        Bad = "less than 40 % is free, and at the pace of the last 6 h none is in 24 h",
        Good = "at that pace 5 % will be left, or at least 45 % is free",
        Holds = TimeSpan.FromHours(1),
        Sentence = "{where} has {value} left and fills up within a day. Find what grows (du -xh / | sort -h | tail) and limit or move it.",
    });

    public static DiskFullSoon Critical() => new(0.15, TimeSpan.FromHours(4), new ConditionTerms("disk_full_in_hours", Severity.Critical)
    {
        Families = [WritableFileSystem.Available, WritableFileSystem.Size, WritableFileSystem.ReadOnly],
        Bad = "less than 15 % is free, and at the pace of the last 6 h none is in 4 h",
        Good = "at that pace 5 % will be left, or at least 20 % is free",
        Holds = TimeSpan.FromHours(1),
        Sentence = "{where} has {value} left and fills up within four hours. Stop what writes to it, or make room now.",
    });

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (WritableFileSystem disk in WritableFileSystem.On(board))
        {
            if (!_trends.TryGetValue(disk.Subject, out Trend? trend))
                _trends[disk.Subject] = trend = new Trend();
            trend.Add(disk.Free, board);
            if (StandingOf(disk, trend.In(horizon, board)) is { } standing)
                yield return new Finding(disk.Subject, standing, Percent.Of(disk.Share));
        }

        foreach ((string subject, _) in _trends.Where(trend => trend.Value.IsOver(board)))
            _trends.Remove(subject);
    }

    // Null while too little is known to say: a disk that has room is well whatever its pace.
    private Standing? StandingOf(WritableFileSystem disk, double? predicted)
    {
        if (disk.Share >= below + Spare)
            return Standing.Good;
        if (predicted is null)
            return disk.Share >= below ? Standing.Good : null;
        if (disk.Share < below && predicted < 0)
            return Standing.Bad;
        return predicted < Spare * disk.Whole ? Standing.Between : Standing.Good;
    }
}
