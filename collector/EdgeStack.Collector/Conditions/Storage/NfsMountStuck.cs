using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>The server of an NFS mount does not answer: programs that touch the mount hang.</summary>
internal sealed class NfsMountStuck : ICondition
{
    private const string Up = "edgestack_nfs_mount_up";

    public ConditionTerms Terms { get; } = new("nfs_mount_stuck", Severity.Critical)
    {
        Families = [Up],
        Bad = "the mount does not answer",
        Holds = TimeSpan.FromMinutes(2),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "{where} does not answer, and what uses it hangs. Look whether the NFS server {value} is up and reachable.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board) =>
        board.Values(Up).Select(sample => new Finding(sample.Subject("mountpoint"), sample.Value > 0 ? Standing.Good : Standing.Bad, sample["server"]));
}
