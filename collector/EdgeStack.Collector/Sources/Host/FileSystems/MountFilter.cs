using System.Text.RegularExpressions;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>Which mounts are not asked for their size.</summary>
internal sealed partial class MountFilter(Regex points, Regex types)
{
    /// <summary>node_exporter's defaults, and what k3s mounts for containers: that is the same disk again, under names that come and go with every pod.</summary>
    public static MountFilter Default { get; } = new(DefaultPoints(), DefaultTypes());

    public bool Excludes(Mount mount) => points.IsMatch(mount.Point) || types.IsMatch(mount.Type);

    [GeneratedRegex("^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+"
        + "|run/k3s/containerd/.+|var/lib/kubelet/pods/.+|var/lib/rancher/.+)($|/)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DefaultPoints();

    [GeneratedRegex("^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore"
        + "|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DefaultTypes();
}
