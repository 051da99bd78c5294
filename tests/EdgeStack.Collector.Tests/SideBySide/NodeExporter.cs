namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>What is particular about node_exporter. A part of the host that is compared strictly and under its own name needs no line here.</summary>
internal static class NodeExporter
{
    /// <summary>Parts of ours that are one collector with another part there.</summary>
    public static IReadOnlyDictionary<string, string> CollectorOfPart { get; } = new Dictionary<string, string>
    {
    };

    /// <summary>Options beyond <c>--collector.NAME</c>.</summary>
    public static IReadOnlyList<string> Options { get; } =
    [
    ];

    public static IReadOnlyList<Tolerance> Tolerances { get; } =
    [
    ];

    public static IReadOnlyList<KnownDifference> KnownDifferences { get; } =
    [
        new("node_exporter_build_info*", "Its labels say which program answers: theirs is node_exporter of some version, ours is not."),
    ];
}
