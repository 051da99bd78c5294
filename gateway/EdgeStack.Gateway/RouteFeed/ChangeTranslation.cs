using System.Collections.Immutable;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Puts what a watch tells into the feed's words. Remembers which objects could not be read, to say when they can be again.</summary>
/// <param name="scope">What the watch is about.</param>
/// <param name="item">An object in the feed's words.</param>
/// <param name="doubt">Judges lists; null: every list counts at once.</param>
internal sealed class ChangeTranslation<T>(SourceScope scope, Func<T, SourceItem> item, ListDoubt? doubt = null)
{
    private readonly HashSet<(string Namespace, string Name)> _unread = [];

    /// <returns>Why this is a list that has to be confirmed by another one before it counts; null for everything that counts.</returns>
    public SourceChange.Faulted? Doubt(Change<T> change)
    {
        switch (change)
        {
            case Change<T>.Listed listed:
                string? why = doubt?.About([.. listed.Items.Select(item).Select(KeyOf), .. listed.Unreadable.Select(KeyOf)]);
                return why is null ? null : new SourceChange.Faulted(scope, why);
            case Change<T>.Upserted upserted:
                doubt?.Has(KeyOf(item(upserted.Item)));
                return null;
            case Change<T>.Deleted deleted:
                doubt?.Lost(KeyOf(item(deleted.Item)));
                return null;
            default:
                return null;
        }
    }

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

    private static (string Namespace, string Name) KeyOf(SourceItem item) => (item.Namespace, item.Name);

    private static (string Namespace, string Name) KeyOf(UnreadableObject unread) => (unread.Namespace, unread.Name);

    private SourceChange.Removed Removed(SourceItem gone) => new(scope, gone.GetType(), gone.Namespace, gone.Name) { Uid = gone.Uid };

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
