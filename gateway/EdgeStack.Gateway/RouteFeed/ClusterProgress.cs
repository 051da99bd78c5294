using System.Collections.Immutable;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// What a cluster has told so far, and what has to come from disk because it did not in time. What came from disk stays until the cluster
/// itself says otherwise, part by part.
/// </summary>
/// <param name="source">Name of the source.</param>
/// <param name="expected">Parts without which the source is not complete; each with the parts that can stand for it.</param>
/// <param name="saved">The last good table, and when it was written; null when there is none.</param>
internal sealed class ClusterProgress(string source, ImmutableArray<ImmutableArray<string>> expected, (SavedTable Table, DateTimeOffset Written)? saved)
{
    private readonly SourceScope _disk = new(source, "last good routes on disk");
    private readonly HashSet<string> _live = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recalled = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Part, string Namespace, string Name), SavedTableObject> _saved = saved is null ? [] : saved.Value.Table.Scopes
        .SelectMany(scope => scope.Objects, (scope, @object) => KeyValuePair.Create((scope.Part, @object.Versions[^1].Namespace, @object.Versions[^1].Name), @object)).ToDictionary();
    private bool _complete;

    public IEnumerable<SourceChange> Of(SourceChange change)
    {
        if (change is not SourceChange.Replaced replaced)
            return [change];
        ImmutableArray<string> standIns = StandIns(replaced.Scope.Part);
        string[] outdated = [.. _recalled.Where(part => part != replaced.Scope.Part && standIns.Contains(part))];
        bool recalledBefore = _recalled.Count > 0;
        if (_live.Add(replaced.Scope.Part) && !_recalled.Contains(replaced.Scope.Part))
            change = replaced with { Items = [.. replaced.Items.Select(item => item is SourceItem.Routes routes ? WithSavedVersions(replaced.Scope.Part, routes) : item)] };
        _recalled.ExceptWith(standIns);
        return
        [
            change,
            // EndpointSlices after an upgrade take the place of Endpoints.
            .. outdated.Select(part => new SourceChange.Replaced(new SourceScope(source, part), [], [])),
            .. recalledBefore && _recalled.Count == 0 ? (SourceChange[])[new SourceChange.Faulted(_disk, null)] : [],
            .. WhenComplete(),
        ];
    }

    /// <summary>Time is up: what the cluster has not told comes from disk.</summary>
    public IEnumerable<SourceChange> Recall()
    {
        if (saved is not { } found)
            return [];
        SavedTableScope[] missing = [.. found.Table.Scopes.Where(scope => expected.Any(parts => parts.Contains(scope.Part)) && !StandIns(scope.Part).Any(_live.Contains))];
        if (missing.Length == 0)
            return [];
        _recalled.UnionWith(missing.Select(scope => scope.Part));
        return
        [
            new SourceChange.Faulted(_disk, $"the API server did not answer in time: serving the routes and endpoints that were written at {found.Written:u}"),
            .. missing.Select(scope => new SourceChange.Replaced(new SourceScope(source, scope.Part), scope.Items, [])),
            .. WhenComplete(),
        ];
    }

    // A broken edit has its last good version on disk when the program starts while it stands.
    private SourceItem.Routes WithSavedVersions(string part, SourceItem.Routes live)
    {
        if (!_saved.TryGetValue((part, live.Namespace, live.Name), out SavedTableObject? known) || live.IsAnotherThan(known.Uid))
            return live;
        bool isPresent = known.Versions[^1].Documents.SequenceEqual(live.Object.Documents);
        return live with { Earlier = isPresent ? known.Versions[..^1] : known.Versions };
    }

    private SourceChange[] WhenComplete()
    {
        if (_complete || !expected.All(parts => parts.Any(part => _live.Contains(part) || _recalled.Contains(part))))
            return [];
        _complete = true;
        return [new SourceChange.Complete(new SourceScope(source, ""))];
    }

    private ImmutableArray<string> StandIns(string part) => expected.FirstOrDefault(parts => parts.Contains(part), []);
}
