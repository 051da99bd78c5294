using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources;

/// <summary>Every part of the machine that can be read, in the order in which they stand on the page.</summary>
internal static class HostParts
{
    public static IReadOnlyList<IHostReading> All() =>
    [
        new LoadAverage(),
    ];
}
