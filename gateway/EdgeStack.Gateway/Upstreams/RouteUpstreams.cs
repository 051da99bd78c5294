using System.Collections.Immutable;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Where a route's requests go: one upstream, or several that take turns by weight. Turns are smooth: a weight of 2 beside one of 1 is A, B, A and not
/// A, A, B. An upstream without a usable endpoint gives its turns to the others.
/// </summary>
internal sealed class RouteUpstreams
{
    private readonly Lock _lock = new();
    private readonly Turns[] _turns;
    private Task? _changed;

    /// <param name="shares">All that the route names; they are reached in the same way, and one has a weight above 0.</param>
    /// <param name="sticky">What leads visitors to the endpoint that has answered before; null when nothing does.</param>
    public RouteUpstreams(ImmutableArray<UpstreamShare> shares, Affinity? sticky = null)
    {
        Sticky = sticky;
        All = shares;
        _turns = [.. shares.Where(share => share.Weight > 0).Select(share => new Turns(share))];
        Name = string.Join(", ", shares.Select(share => share.Cluster.Name));
    }

    /// <summary>Those without a share too.</summary>
    public ImmutableArray<UpstreamShare> All { get; }

    public Affinity? Sticky { get; }

    /// <summary>The names of all, <c>default/api:8080, default/api-canary:8080</c>.</summary>
    public string Name { get; }

    public UpstreamPolicy Policy => All[0].Cluster.Policy;

    public UpstreamClient Client => All[0].Cluster.Client;

    /// <summary>Why no request can go anywhere at this moment, as a sentence; null when one can.</summary>
    public string? Fault => Array.Exists(_turns, turns => turns.Cluster.Fault is null) ? null
        : string.Join("; ", _turns.Select(turns => turns.Cluster.Fault).Distinct(StringComparer.Ordinal));

    /// <summary>Ends with the next change of an endpoint. To be taken before looking at them, so that no change is missed.</summary>
    public Task Changed
    {
        get
        {
            if (_turns.Length == 1)
                return _turns[0].Cluster.Changed;
            // One for all who wait: each leaves something behind at every upstream until that changes.
            Task? changed = Volatile.Read(ref _changed);
            if (changed is null || changed.IsCompleted)
                Volatile.Write(ref _changed, changed = Task.WhenAny(_turns.Select(turns => turns.Cluster.Changed)));
            return changed;
        }
    }

    public bool IsFor(ImmutableArray<UpstreamShare> shares, StickyCookie? sticky, string route) =>
        All.AsSpan().SequenceEqual(shares.AsSpan()) && Sticky?.Cookie == sticky && (sticky is null || Sticky?.Route == route);

    /// <summary>The endpoint for the next request; null when there is none.</summary>
    /// <param name="except">One that has just failed: others of its upstream come first, then those of other upstreams, then itself.</param>
    public UpstreamEndpoint? Pick(UpstreamEndpoint? except = null) =>
        _turns.Length == 1 ? _turns[0].Cluster.Pick(except)
        : except?.Cluster.HasUsable(except) == true ? except.Cluster.Pick(except)
        : Next(except, onlyUsable: true) ?? Next(except, onlyUsable: false);

    private UpstreamEndpoint? Next(UpstreamEndpoint? except, bool onlyUsable)
    {
        Turns? next = null;
        lock (_lock)
        {
            int sum = 0;
            foreach (Turns turns in _turns)
            {
                if (onlyUsable ? !turns.Cluster.HasUsable(except) : !turns.Cluster.HasEndpoint)
                    continue;
                turns.Due += turns.Weight;
                sum += turns.Weight;
                if (next is null || turns.Due > next.Due)
                    next = turns;
            }

            if (next is not null)
                next.Due -= sum;
        }

        return next?.Cluster.Pick(except);
    }

    private sealed class Turns(UpstreamShare share)
    {
        public UpstreamCluster Cluster => share.Cluster;

        public int Weight => share.Weight;

        /// <summary>How much is due to it: whom most is due to is next, and pays with the sum of all weights.</summary>
        public int Due { get; set; }
    }
}
