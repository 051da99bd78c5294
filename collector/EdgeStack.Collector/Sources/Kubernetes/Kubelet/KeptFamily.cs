using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>A family of a kubelet that is shown, with these of its labels, and the node that it comes from last.</summary>
internal sealed class KeptFamily
{
    private KeptFamily(Family family, ImmutableArray<string> labels)
    {
        Family = family;
        Labels = labels;
    }

    public Family Family { get; }

    /// <summary>As the kubelet names them, without the node.</summary>
    public ImmutableArray<string> Labels { get; }

    public static KeptFamily Gauge(string name, string help, params ImmutableArray<string> labels) => new(Family.Gauge(name, help, [.. labels, "node"]), labels);

    public static KeptFamily Counter(string name, string help, params ImmutableArray<string> labels) => new(Family.Counter(name, help, [.. labels, "node"]), labels);

    /// <summary>Which of the labels this is; -1 for one that is not kept.</summary>
    public int IndexOf(ReadOnlySpan<byte> label)
    {
        for (int i = 0; i < Labels.Length; i++)
        {
            if (System.Text.Ascii.Equals(label, Labels[i]))
                return i;
        }

        return -1;
    }
}
