using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>
/// The state of the cluster's objects under kube-state-metrics' names, from watches. While the API server is away the last state is shown: the reading counts as failed,
/// and <c>edgestack_kubernetes_state_age_seconds</c> says how old it is.
/// </summary>
internal sealed class StateSource(ClusterState cluster, ClusterLease lease, TimeSpan every) : IMetricSource
{
    // Of objects that cannot be read: more of a kind have the same cause.
    private const int MostNamed = 3;

    private static readonly Family
        Up = Family.Gauge("edgestack_kubernetes_watch_up", "Whether changes of this kind of object are heard of.", "resource"),
        Age = Family.Gauge("edgestack_kubernetes_state_age_seconds", "For how long nothing was heard of this kind of object; 0 while it is watched.", "resource"),
        Objects = Family.Gauge("edgestack_kubernetes_objects", "Objects of this kind that are known.", "resource"),
        Unreadable = Family.Gauge("edgestack_kubernetes_unreadable_objects", "Objects of this kind that are there and cannot be read.", "resource");

    public string Name => "kube_state";

    public ScrapePage Page => ScrapePage.Kubernetes;

    public TimeSpan Every => every;

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(5);

    // It asks nobody: what it shows is in memory.
    public bool Blocks => false;

    public ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation) => ValueTask.FromResult(Read(samples));

    /// <summary>The same, at once: nobody is asked.</summary>
    public SourceOutcome Read(SampleWriter samples)
    {
        if (lease.Refusal is { } refusal)
            return refusal;
        int up = 0;
        (WatchState State, string Plural)? worst = null;
        foreach (ObjectKind kind in cluster.Kinds)
        {
            WatchState state = kind.Write(samples);
            foreach (string unreadable in state.Unreadable.Take(MostNamed))
                samples.Report(unreadable);
            if (state.NotServed)
                continue;
            bool isUp = state.Listed && state.Fault is null;
            up += isUp ? 1 : 0;
            samples.Add(Up, isUp ? 1 : 0, kind.Plural);
            if (state.Listed)
                samples.Add(Age, Math.Round(state.Age.TotalSeconds, 3), kind.Plural);
            if (state.Listed)
                samples.Add(Objects, state.Objects, kind.Plural);
            samples.Add(Unreadable, state.Unreadable.Count, kind.Plural);
            if (isUp)
                continue;
            // What was only just asked for is no problem yet.
            if (state.Fault is not null)
                samples.Report($"{kind.Plural}: {Sentence(state)}");
            if (worst is null || state.Age > worst.Value.State.Age)
                worst = (state, kind.Plural);
        }

        // A role that lacks one kind is a problem of that kind; nothing at all is a failure.
        return up > 0 || worst is not { } outage ? SourceOutcome.Ok : new SourceOutcome.Failed(Sentence(outage.State));
    }

    private static string Sentence(WatchState state) => state switch
    {
        { Fault: null } => "the API server has not answered yet",
        { Listed: false } => state.Fault,
        _ => string.Create(CultureInfo.InvariantCulture, $"shown as it was {state.Age.TotalSeconds:0} s ago: {state.Fault}"),
    };
}
