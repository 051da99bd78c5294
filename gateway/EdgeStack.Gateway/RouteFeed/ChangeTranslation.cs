using System.Collections.Immutable;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Puts what a watch tells into the feed's words. Remembers which objects could not be read, to say when they can be again.</summary>
internal sealed class ChangeTranslation<T>(SourceScope scope, Func<T, SourceItem> item)
{
    private readonly HashSet<(string Namespace, string Name)> _unread = [];

    public IEnumerable<SourceChange> Of(Change<T> change) => change switch
    {
        Change<T>.Listed listed => OfList(listed),
        Change<T>.Upserted upserted => [.. ReadAgain(item(upserted.Item)), new SourceChange.Upserted(scope, item(upserted.Item))],
        Change<T>.Deleted deleted => [.. ReadAgain(item(deleted.Item)), Removed(item(deleted.Item))],
        Change<T>.Unread unread => [OfUnread(unread.Object)],
        Change<T>.Interrupted interrupted => [new SourceChange.Faulted(scope, interrupted.Fault.Message)],
        Change<T>.Resumed => [new SourceChange.Faulted(scope, null)],
        _ => throw new InvalidOperationException($"unknown change {change.GetType().Name}"),
    };

    private IEnumerable<SourceChange> OfList(Change<T>.Listed listed)
    {
        ImmutableArray<(string Namespace, string Name)> unreadable = [.. listed.Unreadable.Select(unread => (unread.Namespace, unread.Name))];
        SourceChange[] readAgain = [.. _unread.Except(unreadable).Select(Cleared)];
        _unread.IntersectWith(unreadable);
        return
        [
            new SourceChange.Faulted(scope, null),
            new SourceChange.Replaced(scope, [.. listed.Items.Select(item)], []) { Retained = unreadable },
            .. readAgain,
            .. listed.Unreadable.Select(OfUnread),
        ];
    }

    private SourceChange.Removed Removed(SourceItem gone) => new(scope, gone.GetType(), gone.Namespace, gone.Name);

    private SourceChange[] ReadAgain(SourceItem read) => _unread.Remove((read.Namespace, read.Name)) ? [Cleared((read.Namespace, read.Name))] : [];

    private SourceChange.Unreadable OfUnread(UnreadableObject unread)
    {
        _unread.Add((unread.Namespace, unread.Name));
        string name = $"{unread.Namespace}/{unread.Name}";
        return new SourceChange.Unreadable(ScopeOf((unread.Namespace, unread.Name)),
            [new Problem(Severity.Error, new SourceLocation(name, name, 0, 0), unread.Why, "what it held before keeps serving")]);
    }

    private SourceChange Cleared((string Namespace, string Name) key) => new SourceChange.Unreadable(ScopeOf(key), []);

    private SourceScope ScopeOf((string Namespace, string Name) key) => scope with { Part = $"{scope.Part}: {key.Namespace}/{key.Name}" };
}
