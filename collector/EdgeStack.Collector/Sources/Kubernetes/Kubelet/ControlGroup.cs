namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>
/// What the path of a control group says. The kubelet names a pod's after its uid: <c>/kubepods/burstable/pod1b2c-…/4f1a…</c>, and with systemd
/// <c>/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1b2c_….slice/cri-containerd-4f1a….scope</c>.
/// </summary>
internal readonly ref struct ControlGroup
{
    private const string Pods = "/kubepods", PodMark = "pod", SystemdSlice = ".slice", SystemdScope = ".scope";

    private ControlGroup(ReadOnlySpan<char> podUid, ReadOnlySpan<char> containerId, bool isShown)
    {
        PodUid = podUid;
        ContainerId = containerId;
        IsShown = isShown;
    }

    /// <summary>With systemd's <c>_</c> where the API server has <c>-</c>; empty when the group is no pod's.</summary>
    public ReadOnlySpan<char> PodUid { get; }

    /// <summary>Empty when the group is a whole pod's or no pod's.</summary>
    public ReadOnlySpan<char> ContainerId { get; }

    /// <summary>The whole node, all pods, or something of them. The node's other services, which can be a hundred, are the host pages' business.</summary>
    public bool IsShown { get; }

    public static ControlGroup Of(ReadOnlySpan<char> path)
    {
        // k3s and others put the pods' root below one of their own.
        int root = path.IndexOf(Pods);
        if (root < 0)
            return new ControlGroup([], [], path is "/");
        ReadOnlySpan<char> below = path[(root + Pods.Length)..];
        while (!below.IsEmpty)
        {
            int end = below[1..].IndexOf('/') + 1;
            ReadOnlySpan<char> part = end > 0 ? below[1..end] : below[1..], rest = end > 0 ? below[(end + 1)..] : [];
            if (UidOf(part) is { IsEmpty: false } uid)
                return new ControlGroup(uid, IdOf(rest), isShown: true);
            below = end > 0 ? below[end..] : [];
        }

        return new ControlGroup([], [], isShown: true);
    }

    private static ReadOnlySpan<char> UidOf(ReadOnlySpan<char> part)
    {
        if (part.EndsWith(SystemdSlice))
        {
            part = part[..^SystemdSlice.Length];
            part = part[(part.LastIndexOf('-') + 1)..];
        }

        return part.StartsWith(PodMark) ? part[PodMark.Length..] : [];
    }

    // Containers may make groups below their own: those are no containers.
    private static ReadOnlySpan<char> IdOf(ReadOnlySpan<char> part)
    {
        if (part.Contains('/'))
            return [];
        return part.EndsWith(SystemdScope) ? part[(part.LastIndexOf('-') + 1)..^SystemdScope.Length] : part;
    }
}
