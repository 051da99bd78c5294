using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>Samples of the API server that are shown, with all of their labels.</summary>
/// <param name="Family">Whose they are.</param>
/// <param name="Part">What stands behind the family's name: <c>_sum</c>, <c>_count</c>, or nothing.</param>
internal sealed record KeptSamples(Family Family, string Part = "")
{
    /// <summary>What they are called on the page.</summary>
    public string Name => Family.Name + Part;
}
