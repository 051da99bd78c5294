using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>With which labels the samples were seen. They are the server's to choose and change with its version; ours are put behind them.</summary>
internal sealed class KnownShapes
{
    /// <summary>Labels that the page cannot have, because we give them.</summary>
    public const string Job = "job", Instance = "instance";

    // A version has one or two of a family; more is no page of an API server.
    private const int MostOfSamples = 8;

    private readonly Dictionary<KeptSamples, List<SeriesShape>> _shapes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Samples with these labels, and ours; null when they cannot have these, or there are too many kinds of them.</summary>
    public SeriesShape? Of(KeptSamples kept, ReadOnlySpan<string> labels)
    {
        if (!_shapes.TryGetValue(kept, out List<SeriesShape>? shapes))
            _shapes[kept] = shapes = [];
        foreach (SeriesShape known in shapes)
        {
            if (known.Labels.AsSpan()[..^2].SequenceEqual(labels))
                return known;
        }

        string[] all = [.. labels, Job, Instance];
        if (shapes.Count == MostOfSamples || !all.All(label => MetricName.IsLabel(label)) || all.Distinct(StringComparer.Ordinal).Count() < all.Length)
            return null;
        SeriesShape shape = kept.Family.Shape(kept.Part, [.. all]);
        shapes.Add(shape);
        return shape;
    }

    /// <summary>A reading is over. Where no more kinds of samples fitted in, there is room again.</summary>
    public void Next()
    {
        foreach (List<SeriesShape> shapes in _shapes.Values.Where(shapes => shapes.Count == MostOfSamples))
            shapes.Clear();
    }
}
