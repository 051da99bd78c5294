using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Testing;

/// <summary>Everything that requests and the test share, behind one lock.</summary>
internal sealed class FakeKubeApiState
{
    private readonly Lock _lock = new();
    private readonly FakeKubeApiStore _store = new();
    private readonly List<FakeKubeApiWatcher> _watchers = [];
    private readonly List<FakeKubeApiRequest> _requests = [];
    private readonly List<FakeKubeApiFault> _faults = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private readonly Dictionary<string, string[]> _served = new(StringComparer.Ordinal);
    private int _closeAtOnce;

    public string? Token { get; set; }

    public string? ServerAddress { get; set; }

    public ConcurrentDictionary<string, RequestDelegate> Pages { get; } = new(StringComparer.Ordinal);

    public int MaximumPage { get; set; } = int.MaxValue;

    public bool TellsExpiryInStream { get; set; }

    public bool ContinueTokensExpired { get; set; }

    public IReadOnlyList<FakeKubeApiRequest> Requests => Locked(() => _requests.ToArray());

    public void Serve(string groupVersion, string[]? plurals) => Change(() =>
    {
        if (plurals is null)
            _served.Remove(groupVersion);
        else
            _served[groupVersion] = plurals;
    });

    public string[]? Served(string groupVersion) => Locked(() => _served.GetValueOrDefault(groupVersion));

    public string Upsert(string plural, JsonObject item) => Locked(() => Tell(_store.Upsert(plural, item)));

    /// <returns>False: there is one already.</returns>
    public bool TryCreate(string plural, JsonObject item) => Locked(() =>
    {
        JsonObject metadata = item["metadata"]!.AsObject();
        if (_store.Find(plural, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>()) is not null)
            return false;
        Tell(_store.Upsert(plural, item));
        return true;
    });

    /// <returns>The object after the change; null when there is none.</returns>
    public JsonObject? Patch(string plural, string @namespace, string name, Action<JsonObject> change) => Locked(() =>
    {
        if (_store.Find(plural, @namespace, name) is not { } item)
            return null;
        change(item);
        Tell(_store.Upsert(plural, item));
        return (JsonObject)item.DeepClone();
    });

    public JsonObject? Find(string plural, string @namespace, string name) => Locked(() => _store.Find(plural, @namespace, name));

    public void Delete(string plural, string @namespace, string name) => Change(() =>
    {
        if (_store.Delete(plural, @namespace, name) is { } happened)
            Tell(happened);
    });

    public (long Version, List<JsonObject> Items) List(string plural, string? @namespace, string selector) =>
        Locked(() => (_store.Version, _store.List(plural, @namespace, selector)));

    public void Compact() => Change(() => _store.Compact());

    public void TurnBackTo(long version) => Change(() => _store.TurnBackTo(version));

    public void Fail(FakeKubeApiFault fault) => Change(() => _faults.Add(fault));

    public void CloseAtOnce(int watches) => Change(() => _closeAtOnce = watches);

    /// <summary>Notes the request and returns what is scripted for it.</summary>
    public FakeKubeApiFault? Receive(FakeKubeApiRequest request) => Locked(() =>
    {
        _requests.Add(request);
        return _faults.FirstOrDefault(fault => fault.Takes(request));
    });

    /// <returns>Null: that version is gone.</returns>
    public FakeKubeApiWatcher? Open(FakeKubeApiRequest request) => Locked(() =>
    {
        long since = long.TryParse(request.ResourceVersion, out long asked) ? asked : 0;
        if (since < _store.Oldest)
            return null;
        FakeKubeApiWatcher watcher = new(request.Plural, request.Namespace, request.Query.GetValueOrDefault("labelSelector", ""), request.MetadataOnly);
        foreach (FakeKubeApiEvent happened in _store.Since(since))
            watcher.Tell(happened);
        if (_closeAtOnce > 0 && _closeAtOnce-- > 0)
            watcher.End(cut: false);
        else
            _watchers.Add(watcher);
        return watcher;
    });

    /// <summary>From here on the test may count on the watch: its headers are on the way.</summary>
    public void Opened(FakeKubeApiWatcher watcher) => Change(() => watcher.Open = true);

    public void Left(FakeKubeApiWatcher watcher) => Change(() => _watchers.Remove(watcher));

    public int OpenWatches(string plural) => Locked(() => CountOpen(plural));

    public void SendToWatches(string plural, Func<long, string> text) => Change(() =>
    {
        foreach (FakeKubeApiWatcher watcher in _watchers.Where(watcher => watcher.Plural == plural))
            watcher.Send(text(_store.Version));
    });

    public void EndWatches(bool cut, string? lastWords = null) => Change(() =>
    {
        foreach (FakeKubeApiWatcher watcher in _watchers)
        {
            if (lastWords is not null)
                watcher.Send(lastWords);
            watcher.End(cut);
        }
        _watchers.Clear();
    });

    /// <summary>Their connections stay open and nothing comes any more.</summary>
    public void AbandonWatches() => Change(_watchers.Clear);

    public Task UntilWatchedAsync(string plural, int watches) => UntilAsync(() => CountOpen(plural) == watches);

    public Task UntilRequestedAsync(string verb, int times) => UntilAsync(() => _requests.Count(request => request.Verb == verb) >= times);

    private int CountOpen(string plural) => _watchers.Count(watcher => watcher.Open && watcher.Plural == plural);

    private Task UntilAsync(Func<bool> condition) => Locked(() =>
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((condition, met));
        return met.Task;
    });

    private string Tell(FakeKubeApiEvent happened)
    {
        foreach (FakeKubeApiWatcher watcher in _watchers)
            watcher.Tell(happened);
        return happened.Version.ToString();
    }

    private void Change(Action change) => Locked(() =>
    {
        change();
        return true;
    });

    private TResult Locked<TResult>(Func<TResult> action)
    {
        lock (_lock)
        {
            TResult result = action();
            _waiting.RemoveAll(waiting => waiting.Condition() && waiting.Met.TrySetResult());
            return result;
        }
    }
}
