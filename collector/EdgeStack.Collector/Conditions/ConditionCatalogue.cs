using EdgeStack.Collector.Conditions.Databases;
using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Conditions.Machines;
using EdgeStack.Collector.Conditions.Serving;
using EdgeStack.Collector.Conditions.Storage;

namespace EdgeStack.Collector.Conditions;

/// <summary>Every condition there is. The list is closed: what is not worth a sentence of advice is a matter for rules of a Prometheus.</summary>
internal static class ConditionCatalogue
{
    /// <summary>New ones: some remember what they saw.</summary>
    public static IReadOnlyList<ICondition> All() =>
    [
        DiskFullSoon.Warning(),
        DiskFullSoon.Critical(),
        new DiskAlmostFull(),
        new RootReadOnly(),
        StorageWear.Warning(),
        StorageWear.Critical(),
        new NfsMountStuck(),
        new UnderVoltage(),
        new Throttled(),
        Hot.Warning(),
        Hot.Critical(),
        new MemoryLow(),
        new ClockNotSynchronized(),
        new NodeNotReady(),
        new DatabaseDown(),
        new DatabaseConnections(),
        BackupOld.Warning(),
        BackupOld.Critical(),
        new TunnelDown(),
        new UpstreamDown(),
        new RoutesRejected(),
        new PublicHostDown(),
        CertificateExpiring.Warning(),
        CertificateExpiring.Critical(),
        new SourceFailing(),
    ];
}
