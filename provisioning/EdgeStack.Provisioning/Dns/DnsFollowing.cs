using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>
/// Keeps the records in step with the routes of a gateway until it is told to stop. A route that is gone may come back with the next edit: its record is
/// deleted only after a day, and only when that is wanted at all.
/// </summary>
/// <param name="hosts">Asks for the hosts of the routes, and whether they are of all routes; null when nobody answers, which has been said.</param>
/// <param name="apply">Plans and does it; the filter says which stale records are deleted. False when it came to nothing, which has been said.</param>
/// <param name="prunes">Whether stale records are deleted.</param>
/// <param name="time">The clock of it all.</param>
internal sealed class DnsFollowing(
    Func<CancellationToken, Task<(IReadOnlyList<string> Hosts, bool IsWhole)?>> hosts, Func<IReadOnlyList<string>, Func<DnsChange.Stale, bool>, Task<bool>> apply, bool prunes, TimeProvider time)
{
    /// <summary>Between two looks at the routes.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>Between two looks at records whose routes have not changed: somebody else may have changed those.</summary>
    public static readonly TimeSpan Anyway = TimeSpan.FromHours(1);

    /// <summary>How long a record stays that no route asks for.</summary>
    public static readonly TimeSpan Absence = TimeSpan.FromHours(24);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _absentSince = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _absent = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        HashSet<string>? done = null;
        DateTimeOffset anyway = time.GetUtcNow();
        while (true)
        {
            (IReadOnlyList<string> Hosts, bool IsWhole)? asked = await hosts(stop);
            if (asked is var (names, isWhole) && (time.GetUtcNow() >= anyway || done is null || !done.SetEquals(names)))
            {
                done = await DoAsync(names, isWhole) ? [.. names] : null;
                anyway = time.GetUtcNow() + Anyway;
            }

            await Task.Delay(asked is null || done is null ? AfterFailure : Every, time, stop);
        }
    }

    private async Task<bool> DoAsync(IReadOnlyList<string> asked, bool isWhole)
    {
        _absent.Clear();
        // A route with an error asks for a name that nobody knows.
        bool isDone = await apply(asked, stale => IsLongGone(stale) && isWhole);
        // Who came back and goes again has another day.
        foreach (string back in _absentSince.Keys.Where(name => isDone && !_absent.Contains(name)).ToArray())
            _absentSince.Remove(back);
        return isDone;
    }

    private bool IsLongGone(DnsChange.Stale stale)
    {
        if (!prunes)
            return false;
        _absent.Add(stale.Name);
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset since = _absentSince.TryGetValue(stale.Name, out DateTimeOffset before) ? before : _absentSince[stale.Name] = now;
        return now - since >= Absence;
    }
}
