using System.Buffers;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>
/// Takes what is shown out of kubelets' pages. Lenient: a kubelet's page is thousands of lines of which a tenth is kept, and a line that is wrong is left out and counted.
/// Nothing is made of a line before its name is known to be kept, and of a line that was there before nothing at all. Hot path: see LineFilterTests and KubeletBudgetTests.
/// </summary>
internal sealed class LineFilter(SampleWriter samples, PodIndex pods, KnownTexts texts)
{
    private const int MostLabels = 16;

    private static readonly SearchValues<byte> EndOfName = SearchValues.Create("{ \t"u8);
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    private readonly string[] _values = new string[MostLabels];

    /// <summary>Samples that were kept so far.</summary>
    public int Kept { get; private set; }

    /// <summary>Problems of the reading so far.</summary>
    public int Problems => samples.Problems.Count;

    /// <summary>Keeps the line's sample, or not. Its time, when it has one, is left out: Prometheus would show what has ended for five minutes.</summary>
    /// <returns>False: its name is kept and the rest cannot be read.</returns>
    public bool Take(ReadOnlySpan<byte> line, KubeletPage page, string node)
    {
        int end = line.IndexOfAny(EndOfName);
        if (end <= 0 || line[0] == '#' || page.Find(line[..end]) is not { } family)
            return true;
        Span<string> values = _values.AsSpan(0, family.Labels.Length + 1);
        values.Fill("");
        values[^1] = node;
        ReadOnlySpan<byte> rest = line[end..].TrimStart(" \t"u8);
        if (rest.StartsWith("{"u8) && !TakeLabels(ref rest, family, values))
            return false;
        rest = rest.TrimStart(" \t"u8);
        int valueEnd = rest.IndexOfAny((byte)' ', (byte)'\t');
        if (ExpositionNumber.Read(valueEnd < 0 ? rest : rest[..valueEnd]) is not { } value)
            return false;
        if (page.HasControlGroups && !Complete(family, values))
            return true;
        samples.Add(family.Family, value, values);
        Kept++;
        return true;
    }

    private bool TakeLabels(ref ReadOnlySpan<byte> rest, KeptFamily family, Span<string> values)
    {
        rest = rest[1..];
        while (true)
        {
            rest = rest.TrimStart(" \t,"u8);
            if (rest.IsEmpty)
                return false;
            if (rest[0] == '}')
            {
                rest = rest[1..];
                return true;
            }

            int equals = rest.IndexOf((byte)'=');
            if (equals <= 0)
                return false;
            ReadOnlySpan<byte> name = rest[..equals].TrimEnd(" \t"u8);
            rest = rest[(equals + 1)..].TrimStart(" \t"u8);
            if (rest.IsEmpty || rest[0] != '"' || EndOfValue(rest) is not (> 0 and var end))
                return false;
            if (family.IndexOf(name) is >= 0 and var index)
                values[index] = texts.Unescaped(rest[1..end]);
            rest = rest[(end + 1)..];
        }
    }

    // Of the closing quote; 0 when there is none.
    private static int EndOfValue(ReadOnlySpan<byte> quoted)
    {
        int at = 1;
        while (at < quoted.Length && quoted[at..].IndexOfAny(QuoteOrEscape) is >= 0 and var next)
        {
            at += next;
            if (quoted[at] == '"')
                return at;
            at += 2;
        }

        return 0;
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
