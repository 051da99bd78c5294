namespace EdgeStack.Gateway.Access;

/// <summary>The keys of every team that a route names. Teams come and go on the feed's loop only; read by anyone.</summary>
internal sealed class AccessTeams(KeyEndpoint endpoint, TimeProvider time, ILogger<TeamKeys> logger)
{
    private const int AtOnce = 4;

    // The loop's own.
    private readonly Dictionary<string, TeamKeys> _byName = new(StringComparer.Ordinal);
    private volatile TeamKeys[] _all = [];

    public IReadOnlyCollection<TeamKeys> All => _all;

    /// <summary>The team's keys, which are not read by that. Their refreshing begins with the next <see cref="Keep"/>.</summary>
    public TeamKeys Of(string team)
    {
        if (!_byName.TryGetValue(team, out TeamKeys? keys))
            _byName.Add(team, keys = new TeamKeys(team, endpoint, time, logger));
        return keys;
    }

    /// <summary>Forgets all others.</summary>
    public void Keep(IReadOnlySet<string> used)
    {
        foreach (string gone in _byName.Keys.Where(team => !used.Contains(team)).ToArray())
            _byName.Remove(gone);
        _all = [.. _byName.Values];
    }

    /// <summary>Reads the keys that are due, of a few teams at a time.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, static async (keys, stop) => await keys.RefreshAsync().WaitAsync(stop));
}
