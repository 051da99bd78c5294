using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>A page of a kubelet and what of it is shown. No family stands on two pages: k3s has one registry for all its parts and shows everything everywhere.</summary>
internal sealed class KubeletPage
{
    private readonly Dictionary<string, KeptFamily> _families;

    public KubeletPage(string name, string path, bool hasControlGroups, IEnumerable<KeptFamily> families)
    {
        Name = name;
        Path = path;
        HasControlGroups = hasControlGroups;
        _families = families.ToDictionary(family => family.Family.Name, Utf8Words.Comparer);
    }

    /// <summary>As it stands in the label <c>page</c>.</summary>
    public string Name { get; }

    public string Path { get; }

    /// <summary>Whether the series have the path of a control group, from which missing labels follow.</summary>
    public bool HasControlGroups { get; }

    public IEnumerable<KeptFamily> Families => _families.Values;

    /// <summary>The family of that name; null when it is not shown.</summary>
    public KeptFamily? Find(ReadOnlySpan<byte> name) => _families.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out KeptFamily? family) ? family : null;
}
