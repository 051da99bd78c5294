using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>Takes what is shown out of an API server's page. Hot path: see ApiServerBudgetTests.</summary>
/// <param name="samples">Where it puts them.</param>
/// <param name="texts">Texts of the labels.</param>
/// <param name="shapes">With which labels the samples were seen.</param>
/// <param name="job">Label of all of them.</param>
/// <param name="instance">The same: whose page it is.</param>
internal sealed class ApiServerFilter(SampleWriter samples, KnownTexts texts, KnownShapes shapes, string job, string instance) : PageFilter(samples)
{
    private const int MostLabels = 32, Ours = 2;

    private readonly string[] _names = new string[MostLabels], _values = new string[MostLabels + Ours];

    public override bool Take(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = NameOf(line);
        if (name.IsEmpty || ApiServerPage.Find(name) is not { } kept)
            return true;
        Found++;
        int count = 0;
        LineLabels labels = new(line[name.Length..]);
        while (labels.Next())
        {
            if (count == MostLabels)
                return false;
            _names[count] = texts.Of(labels.Name);
            _values[count++] = texts.Unescaped(labels.Value);
        }

        if (labels.IsWrong || ValueOf(labels.Rest) is not { } value || shapes.Of(kept, _names.AsSpan(0, count)) is not { } shape)
            return false;
        (_values[count], _values[count + 1]) = (job, instance);
        Samples.Add(shape, value, _values.AsSpan(0, count + Ours));
        Kept++;
        return true;
    }
}
