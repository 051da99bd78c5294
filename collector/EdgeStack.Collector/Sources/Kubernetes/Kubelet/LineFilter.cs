using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>Takes what is shown out of a kubelet's page: of thousands of lines a tenth. Hot path: see LineFilterTests and KubeletBudgetTests.</summary>
/// <param name="samples">Where it puts them.</param>
/// <param name="pods">Completes what the kubelet leaves empty.</param>
/// <param name="texts">Texts of the labels.</param>
/// <param name="page">Which.</param>
/// <param name="node">Whose.</param>
internal sealed class LineFilter(SampleWriter samples, PodIndex pods, KnownTexts texts, KubeletPage page, string node) : PageFilter(samples)
{
    private const int MostLabels = 16;

    private readonly string[] _values = new string[MostLabels];

    public override bool Take(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = NameOf(line);
        if (name.IsEmpty || page.Find(name) is not { } family)
            return true;
        Found++;
        Span<string> values = _values.AsSpan(0, family.Labels.Length + 1);
        values.Fill("");
        values[^1] = node;
        LineLabels labels = new(line[name.Length..]);
        while (labels.Next())
        {
            if (family.IndexOf(labels.Name) is >= 0 and var index)
                values[index] = texts.Unescaped(labels.Value);
        }

        if (labels.IsWrong || ValueOf(labels.Rest) is not { } value)
            return false;
        if (page.HasControlGroups && !Complete(family, values))
            return true;
        Samples.Add(family.Family, value, values);
        Kept++;
        return true;
    }

    /// <summary>Fills in what containerd's kubelets leave empty: without the image a series is on no dashboard.</summary>
    /// <returns>False: it is not shown.</returns>
    private bool Complete(KeptFamily family, Span<string> values)
    {
        const int ContainerName = 0, Id = 1, Image = 2, Name = 3, Namespace = 4, PodName = 5;
        if (family.Labels[0] != "container")
            return true;
        ControlGroup group = ControlGroup.Of(values[Id]);
        if (!group.IsShown && values[PodName].Length == 0)
            return false;
        if (values[PodName].Length == 0 && pods.Pod(group.PodUid) is { } pod)
            (values[Namespace], values[PodName]) = (pod.Key.Namespace, pod.Key.Name);
        if ((values[ContainerName].Length == 0 || values[Image].Length == 0) && pods.Container(group.ContainerId, out string id) is { } container)
        {
            values[ContainerName] = values[ContainerName].Length == 0 ? container.Name : values[ContainerName];
            values[Image] = values[Image].Length == 0 ? container.Image : values[Image];
            values[Name] = values[Name].Length == 0 ? id : values[Name];
        }

        return true;
    }
}
