using System.Collections.Immutable;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Events;

/// <summary>Tells the writer after every swap which objects of the cluster are wrong, and which of those that were are right again.</summary>
internal sealed class ProblemFollower(CurrentRoutes current, EventWriter writer) : IFeedFollower
{
    private readonly HashSet<string> _everWrong = new(StringComparer.Ordinal);
    private long _revision;

    public void Published(FeedState state, SourceHealth health)
    {
        RouteSnapshot snapshot = current.Snapshot;
        // Before everything is known, a Service that has not been listed yet looks like one that is missing.
        if (!health.AllComplete || snapshot.Revision == _revision)
            return;
        _revision = snapshot.Revision;
        if (snapshot.Problems.IsEmpty && _everWrong.Count == 0)
            return;
        ILookup<string, Problem> problems = snapshot.Problems.ToLookup(problem => problem.Where.Object, StringComparer.Ordinal);
        ImmutableArray<ObjectProblems> objects =
        [
            .. state.ClusterObjects.Select(item => new ObjectProblems(
                new ObjectReference("v1", "ConfigMap", item.Namespace, item.Name, item.Uid, item.ResourceVersion),
                [.. problems[$"ConfigMap {item.Namespace}/{item.Name}"]]))
                .Where(item => !item.Problems.IsEmpty || _everWrong.Contains(item.About.Uid)),
        ];
        _everWrong.Clear();
        _everWrong.UnionWith(objects.Select(item => item.About.Uid));
        writer.Offer(objects);
    }
}
