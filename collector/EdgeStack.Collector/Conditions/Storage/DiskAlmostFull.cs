using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>A file system has next to nothing left.</summary>
internal sealed class DiskAlmostFull : ICondition
{
    private static readonly Band Share = new(0.05, 0.07);

    public ConditionTerms Terms { get; } = new("disk_almost_full", Severity.Critical)
    {
        Families = [WritableFileSystem.Available, WritableFileSystem.Size, WritableFileSystem.ReadOnly],
        Bad = "less than 5 % is free",
        Good = "at least 7 %",
        Holds = TimeSpan.FromMinutes(30),
        Sentence = "{where} has {value} left. Delete what is not needed: old images (k3s crictl rmi --prune), logs (journalctl --vacuum-size=200M), old backups.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board) => WritableFileSystem.On(board).Select(disk => new Finding(disk.Subject, Share.Of(disk.Share), Percent.Of(disk.Share)));
}
