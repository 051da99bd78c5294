using System.Collections.Immutable;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Everything the sources have reported. Owned by the feed's loop; no other thread touches it.</summary>
internal sealed class FeedState
{
    private readonly Dictionary<SourceScope, Dictionary<(Type Kind, string Namespace, string Name), SourceItem>> _items = [];
    private readonly Dictionary<(SourceScope Scope, string Namespace, string Name), ObjectEdits> _objects = [];
    private readonly SortedDictionary<string, ImmutableArray<Problem>> _scopeProblems = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Service), HashSet<BackendEndpoints>> _endpoints = [];
    // The same Service may stand in two files; the first scope in order counts, and the other one takes over when it goes.
    private readonly Dictionary<(string Namespace, string Service), SortedDictionary<string, BackendService>> _services = [];
    private readonly HashSet<(string Namespace, string Service)> _touched = [];
    private readonly HashSet<string> _unsaved = new(StringComparer.Ordinal);

    /// <summary>True when routes or problems changed since <see cref="MarkPublished"/>.</summary>
    public bool RoutesChanged { get; private set; } = true;

    /// <summary>Services whose ports or endpoints changed since <see cref="MarkPublished"/>.</summary>
    public IReadOnlySet<(string Namespace, string Service)> TouchedServices => _touched;

    /// <summary>Objects whose present version is not the one that serves.</summary>
    public int RejectedObjects => _objects.Values.Count(edits => edits.State.IsRejected);

    public IEnumerable<Route> Routes => _objects.Values.SelectMany(edits => edits.State.Serving);

    public IEnumerable<Problem> Problems => _scopeProblems.Values.SelectMany(problems => problems).Concat(_objects.Values.SelectMany(edits => edits.State.Problems));

    /// <summary>Objects of clusters, which have a place where Events about them can stand.</summary>
    public IEnumerable<SourceItem.Routes> ClusterObjects => _items.Values.SelectMany(known => known.Values).OfType<SourceItem.Routes>().Where(item => item.Object.FromCluster && item.Uid.Length > 0);

    public Upstream Resolve(ServiceReference reference, DestinationRules rules)
    {
        if (reference is not ServiceReference.Port port)
            return UpstreamResolver.Resolve(reference, null, [], rules);
        (string, string) key = (port.Namespace, port.Service);
        return UpstreamResolver.Resolve(reference, ServiceOf(port.Namespace, port.Service), _endpoints.TryGetValue(key, out HashSet<BackendEndpoints>? known) ? known : [], rules);
    }

    /// <summary>Which other namespaces the Service lets in; none when there is no such Service.</summary>
    public ServiceGrant GrantOf(string @namespace, string service) => new(ServiceOf(@namespace, service)?.AllowRoutesFrom ?? "");

    public IReadOnlyCollection<BackendEndpoints> EndpointsOf(string @namespace, string service) => _endpoints.GetValueOrDefault((@namespace, service)) ?? [];

    public BackendService? ServiceOf(string @namespace, string name) =>
        _services.TryGetValue((@namespace, name), out SortedDictionary<string, BackendService>? byScope) ? byScope.Values.FirstOrDefault() : null;

    public void Apply(SourceChange change)
    {
        switch (change)
        {
            case SourceChange.Replaced replaced:
                Replace(replaced);
                break;
            case SourceChange.Upserted upserted:
                Put(upserted.Scope, upserted.Item);
                break;
            case SourceChange.Removed removed:
                RemoveUnlessMadeAgain(removed);
                break;
            case SourceChange.SecretsChanged:
                RoutesChanged = true;
                break;
            case SourceChange.Unreadable unreadable:
                SetProblems(unreadable.Scope, unreadable.Problems);
                if (unreadable.Protection is { } protection)
                    Withhold(unreadable.Scope, protection);
                break;
        }
    }

    public void MarkPublished()
    {
        RoutesChanged = false;
        _touched.Clear();
    }

    /// <summary>Everything that a source holds, part by part; null when nothing is new since this was asked last.</summary>
    public ImmutableArray<KeyValuePair<SourceScope, ImmutableArray<SourceItem>>>? TakeUnsaved(string source) => !_unsaved.Remove(source) ? null
        : [.. _items.Where(scope => scope.Key.Source == source).Select(scope => KeyValuePair.Create(scope.Key, scope.Value.Values.ToImmutableArray()))];

    private void Replace(SourceChange.Replaced change)
    {
        SetProblems(change.Scope, change.Problems);
        if (_items.TryAdd(change.Scope, []))
            _unsaved.Add(change.Scope.Source);
        HashSet<(Type, string, string)> kept = [.. change.Items.Select(KeyOf)];
        if (_items.TryGetValue(change.Scope, out Dictionary<(Type Kind, string Namespace, string Name), SourceItem>? known))
        {
            foreach ((Type, string, string) key in known.Keys.Where(key => !kept.Contains(key) && !change.Retained.Contains((key.Namespace, key.Name))).ToArray())
                Remove(change.Scope, key);
        }

        foreach (SourceItem item in change.Items)
            Put(change.Scope, item);
    }

    private void Put(SourceScope scope, SourceItem item)
    {
        if (!_items.TryGetValue(scope, out Dictionary<(Type Kind, string Namespace, string Name), SourceItem>? known))
            _items.Add(scope, known = []);
        SourceItem? before = known.GetValueOrDefault(KeyOf(item));
        known[KeyOf(item)] = item;
        switch (item)
        {
            // A list after an outage repeats what is known: only what differs is read again.
            case SourceItem.Routes routes when SaysTheSame(before, routes) && !_objects[(scope, routes.Namespace, routes.Name)].State.IsWithheld:
                known[KeyOf(item)] = before!; // with the earlier versions that it depends on
                return;
            case SourceItem.Routes routes:
                ObjectEdits edits = PutObject(scope, routes, madeAgain: before?.IsAnotherThan(routes.Uid) == true);
                known[KeyOf(item)] = routes with { Earlier = edits.Versions[..^1] };
                break;
            case SourceItem.Service service:
                TouchService(service, known => known[KeyOf(scope)] = service.Backend);
                break;
            case SourceItem.Endpoints endpoints:
                Forget(before);
                Touch(endpoints.Backend).Add(endpoints.Backend);
                break;
        }

        _unsaved.Add(scope.Source);
    }

    private void Withhold(SourceScope scope, string protection)
    {
        foreach ((SourceScope Scope, string Namespace, string Name) key in _objects.Keys.Where(key => key.Scope == scope).ToArray())
            _objects[key] = _objects[key].Withheld(LastGood.AsksForMore(protection));
        RoutesChanged = true;
    }

    // An object that was made again under the name of a deleted one has no last good version.
    private ObjectEdits PutObject(SourceScope scope, SourceItem.Routes item, bool madeAgain)
    {
        (SourceScope, string, string) key = (scope, item.Namespace, item.Name);
        ObjectEdits? edits = madeAgain ? null : _objects.GetValueOrDefault(key);
        foreach (RouteObject version in (RouteObject[])[.. item.Earlier, item.Object])
            edits = edits is null ? ObjectEdits.First(version) : edits.After(version);
        RoutesChanged = true;
        return _objects[key] = edits!;
    }

    private void RemoveUnlessMadeAgain(SourceChange.Removed change)
    {
        (Type, string, string) key = (change.Kind, change.Namespace, change.Name);
        if (_items.TryGetValue(change.Scope, out Dictionary<(Type Kind, string Namespace, string Name), SourceItem>? known)
            && known.GetValueOrDefault(key) is { } item && item.IsAnotherThan(change.Uid))
            return;
        Remove(change.Scope, key);
    }

    private void Remove(SourceScope scope, (Type Kind, string Namespace, string Name) key)
    {
        if (!_items.TryGetValue(scope, out Dictionary<(Type Kind, string Namespace, string Name), SourceItem>? known) || !known.Remove(key, out SourceItem? item))
            return;
        _unsaved.Add(scope.Source);
        switch (item)
        {
            case SourceItem.Routes:
                RoutesChanged |= _objects.Remove((scope, key.Namespace, key.Name));
                break;
            case SourceItem.Service service:
                TouchService(service, services => services.Remove(KeyOf(scope)));
                break;
            default:
                Forget(item);
                break;
        }
    }

    private void Forget(SourceItem? item)
    {
        if (item is SourceItem.Endpoints { Backend: var backend })
            Touch(backend).Remove(backend);
    }

    private void TouchService(SourceItem.Service service, Action<SortedDictionary<string, BackendService>> change)
    {
        (string Namespace, string Name) key = (service.Namespace, service.Name);
        _touched.Add(key);
        if (!_services.TryGetValue(key, out SortedDictionary<string, BackendService>? byScope))
            _services.Add(key, byScope = new SortedDictionary<string, BackendService>(StringComparer.Ordinal));
        BackendService? before = ServiceOf(key.Namespace, key.Name);
        change(byScope);
        BackendService? after = ServiceOf(key.Namespace, key.Name);
        // Whom a Service lets in and what name it stands for decide about routes, not only about where they lead.
        RoutesChanged |= (before?.AllowRoutesFrom ?? "") != (after?.AllowRoutesFrom ?? "") || before?.ExternalName != after?.ExternalName;
    }

    private HashSet<BackendEndpoints> Touch(BackendEndpoints backend)
    {
        (string, string) key = (backend.Namespace, backend.Service);
        _touched.Add(key);
        if (!_endpoints.TryGetValue(key, out HashSet<BackendEndpoints>? known))
            _endpoints.Add(key, known = []);
        return known;
    }

    private static bool SaysTheSame(SourceItem? before, SourceItem.Routes after) =>
        before is SourceItem.Routes routes && !routes.IsAnotherThan(after.Uid) && routes.Object.Documents.SequenceEqual(after.Object.Documents);

    private void SetProblems(SourceScope scope, ImmutableArray<Problem> problems)
    {
        string key = KeyOf(scope);
        ImmutableArray<Problem> before = _scopeProblems.GetValueOrDefault(key, []);
        if (before.SequenceEqual(problems))
            return;
        _scopeProblems.Remove(key);
        if (!problems.IsEmpty)
            _scopeProblems.Add(key, problems);
        RoutesChanged = true;
    }

    private static string KeyOf(SourceScope scope) => $"{scope.Source} {scope.Part}";

    private static (Type, string, string) KeyOf(SourceItem item) => (item.GetType(), item.Namespace, item.Name);
}
