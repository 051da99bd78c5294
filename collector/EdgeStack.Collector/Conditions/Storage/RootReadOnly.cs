using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>The kernel has made the root file system read-only: most often the last sign of a worn SD card.</summary>
internal sealed class RootReadOnly : ICondition
{
    private const string ReadOnly = "node_filesystem_readonly";

    public ConditionTerms Terms { get; } = new("filesystem_read_only", Severity.Critical)
    {
        Families = [ReadOnly],
        Bad = "the root file system cannot be written to",
        Holds = TimeSpan.FromMinutes(1),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "{where} (the root file system) went read-only. Save what is on it, look at dmesg, and replace the SD card or disk.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board) => board.Values(ReadOnly).Where(sample => sample["mountpoint"] == "/" && sample["fstype"] is not ("overlay" or "squashfs"))
        .Select(sample => new Finding(sample.Subject("mountpoint"), sample.Value > 0 ? Standing.Bad : Standing.Good));
}
