using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>Finds pods and containers by what stands in the paths of control groups.</summary>
internal sealed class PodIndex
{
    private const int LongestUid = 64;

    private readonly Dictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Container> _containers = new(StringComparer.Ordinal);

    public static PodIndex Of(ObjectTable<Pod> pods)
    {
        PodIndex index = new();
        pods.Read(index.Add);
        return index;
    }

    /// <summary>By uid, or by the hash of a pod that a kubelet has from a file; <c>_</c> counts as <c>-</c>.</summary>
    public Pod? Pod(ReadOnlySpan<char> uid)
    {
        Span<char> plain = stackalloc char[LongestUid];
        if (uid.IsEmpty || uid.Length > plain.Length)
            return null;
        uid.Replace(plain, '_', '-');
        return _pods.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(plain[..uid.Length], out Pod? pod) ? pod : null;
    }

    /// <param name="id">Without the runtime before it.</param>
    /// <param name="known">The same as a text; empty when there is no such container.</param>
    public Container? Container(ReadOnlySpan<char> id, out string known)
    {
        if (!id.IsEmpty && _containers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out string? key, out Container? container))
        {
            known = key;
            return container;
        }

        known = "";
        return null;
    }

    private void Add(Pod pod)
    {
        _pods[pod.Uid] = pod;
        if (pod.StaticHash.Length > 0)
            _pods[pod.StaticHash] = pod;
        foreach (Container container in pod.Containers.Concat(pod.OtherContainers))
        {
            // "containerd://4f1a…"
            int scheme = container.Id.IndexOf("://", StringComparison.Ordinal);
            if (scheme > 0)
                _containers[container.Id[(scheme + 3)..]] = container;
        }
    }
}
