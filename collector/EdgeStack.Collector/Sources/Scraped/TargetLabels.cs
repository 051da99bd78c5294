using System.Runtime.CompilerServices;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>Adds a target's labels to its series. Not for two threads at once.</summary>
internal sealed class TargetLabels(ScrapedTargetOptions target)
{
    private const string Exported = "exported_";

    private readonly KeyValuePair<string, string>[] _labels = [.. target.AllLabels];

    // By the reader's shapes, for as long as it has them.
    private readonly ConditionalWeakTable<SeriesShape, Labelled> _shapes = [];

    public void Add(SampleWriter samples, Sample sample)
    {
        if (!_shapes.TryGetValue(sample.Series.Shape, out Labelled? labelled))
            _shapes.Add(sample.Series.Shape, labelled = Label(sample.Series.Shape));
        sample.Series.Values.CopyTo(labelled.Values);
        samples.Add(labelled.Shape, sample.Value, labelled.Values);
    }

    private Labelled Label(SeriesShape shape)
    {
        List<string> names = [.. shape.Labels];
        List<string> values = [.. shape.Labels.Select(_ => "")];
        foreach ((string name, string value) in _labels)
        {
            int at = names.IndexOf(name);
            if (at >= 0 && target.HonorLabels)
                continue;
            if (at >= 0)
                names[at] = Free(name, names);
            names.Add(name);
            values.Add(value);
        }

        string part = shape.SampleName[shape.Family.Name.Length..];
        return new Labelled(shape.Family.Shape(part, [.. names]), [.. values]);
    }

    private static string Free(string name, List<string> names)
    {
        string free = Exported + name;
        while (names.Contains(free))
            free = Exported + free;
        return free;
    }

    /// <param name="Shape">With the target's labels last.</param>
    /// <param name="Values">The target's; before them there is room for a series' own.</param>
    private sealed record Labelled(SeriesShape Shape, string[] Values);
}
