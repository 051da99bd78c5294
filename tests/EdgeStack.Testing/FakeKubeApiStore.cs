using System.Text.Json.Nodes;

namespace EdgeStack.Testing;

/// <summary>Objects with versions and history, as an API server keeps them. Not thread-safe: the owner locks.</summary>
internal sealed class FakeKubeApiStore
{
    private readonly Dictionary<(string Plural, string Namespace, string Name), JsonObject> _objects = [];
    private readonly List<FakeKubeApiEvent> _history = [];

    public long Version { get; private set; } = 1;

    /// <summary>Watches and lists from before this version get 410.</summary>
    public long Oldest { get; private set; }

    public FakeKubeApiEvent Upsert(string plural, JsonObject item)
    {
        JsonObject metadata = item["metadata"]!.AsObject();
        var key = (plural, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>());
        _objects.TryGetValue(key, out JsonObject? before);
        Version++;
        metadata["resourceVersion"] = Version.ToString();
        metadata["uid"] ??= before?["metadata"]!["uid"]!.GetValue<string>() ?? $"uid-{Version}";
        metadata["creationTimestamp"] ??= "2024-05-01T12:00:00Z";
        _objects[key] = item;
        return Remember(new(Version, plural, key.Item2, before is null ? "ADDED" : "MODIFIED", before, (JsonObject)item.DeepClone()));
    }

    /// <returns>A copy; null when there is none.</returns>
    public JsonObject? Find(string plural, string @namespace, string name) =>
        _objects.TryGetValue((plural, @namespace, name), out JsonObject? item) ? (JsonObject)item.DeepClone() : null;

    /// <returns>Null when there was nothing to delete.</returns>
    public FakeKubeApiEvent? Delete(string plural, string @namespace, string name)
    {
        if (!_objects.Remove((plural, @namespace, name), out JsonObject? before))
            return null;
        Version++;
        JsonObject last = (JsonObject)before.DeepClone();
        last["metadata"]!["resourceVersion"] = Version.ToString();
        return Remember(new(Version, plural, @namespace, "DELETED", before, last));
    }

    public void Compact() => Oldest = ++Version;

    /// <summary>As after restoring a backup: the same objects, an older version counter, no history.</summary>
    public void TurnBackTo(long version)
    {
        Version = version;
        Oldest = 0;
        _history.Clear();
    }

    public List<JsonObject> List(string plural, string? @namespace, string selector) =>
    [
        .. _objects.Where(pair => pair.Key.Plural == plural && (@namespace is null || pair.Key.Namespace == @namespace))
            .Where(pair => FakeKubeApiSelector.Matches(selector, pair.Value))
            .OrderBy(pair => (pair.Key.Namespace, pair.Key.Name))
            .Select(pair => (JsonObject)pair.Value.DeepClone()),
    ];

    public IEnumerable<FakeKubeApiEvent> Since(long version) => _history.Where(happened => happened.Version > version);

    private FakeKubeApiEvent Remember(FakeKubeApiEvent happened)
    {
        _history.Add(happened);
        return happened;
    }
}
