using System.Net;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Tests passwords for all routes. Costly tests wait in a short line for one of few places, so that a flood of wrong passwords takes a part of
/// the machine and not all of it. Each visitor may be wrong only so often, whatever the hash. Right passwords are remembered.
/// </summary>
internal sealed class PasswordVerifier : IDisposable
{
    // Right passwords take none of these, so that people never come near; a guesser has them used up in a minute.
    private const long TriesPerSecond = 2, TriesAtOnce = 60;

    private readonly VerifiedPasswords _verified = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Task<PasswordVerdict>> _running = [];
    private readonly SemaphoreSlim _places;
    private readonly TokenBuckets _tries;
    private readonly int _line;
    private readonly Func<string, PasswordHash, bool> _test;

    /// <param name="time">The clock.</param>
    /// <param name="places">Tests at a time; default: half of the processors.</param>
    /// <param name="line">Tests that may wait.</param>
    /// <param name="test">How a password is held against a hash.</param>
    public PasswordVerifier(TimeProvider time, int? places = null, int line = 32, Func<string, PasswordHash, bool>? test = null)
    {
        int count = places ?? Math.Max(1, Environment.ProcessorCount / 2);
        _places = new SemaphoreSlim(count, count);
        _line = count + line;
        _tries = new TokenBuckets(TriesPerSecond, TimeSpan.FromSeconds(1), TriesAtOnce, time);
        _test = test ?? PasswordTest.Holds;
    }

    /// <summary>Whether this is a user and the right password.</summary>
    public ValueTask<PasswordVerdict> VerifyAsync(UserList users, BasicCredentials login, IPAddress? client)
    {
        PasswordHash? known = users.HashOf(login.User);
        // An unknown user takes as long as a known one, so that nobody learns names from the time.
        Attempt attempt = new(login, known ?? users.Costliest, known is not null, SourceKey.Of(client));
        UInt128 key = _verified.KeyOf(login.User, login.Password, attempt.Hash, attempt.Source);
        // Only who was let in himself passes without a try: what lets others in would tell a guesser that he has found it.
        if (attempt.IsUser && _verified.Contains(key))
            return ValueTask.FromResult(PasswordVerdict.Right);
        return PasswordTest.IsCostly(attempt.Hash) ? new ValueTask<PasswordVerdict>(StartAsync(attempt, key)) : ValueTask.FromResult(TestNow(attempt, key));
    }

    public void Dispose() => _places.Dispose();

    private PasswordVerdict TestNow(Attempt attempt, UInt128 key)
    {
        if (!_tries.TryTake(attempt.Source, out _))
            return PasswordVerdict.TooMany;
        return _test(attempt.Login.Password, attempt.Hash) && attempt.IsUser ? LetIn(attempt, key) : PasswordVerdict.Wrong;
    }

    private Task<PasswordVerdict> StartAsync(Attempt attempt, UInt128 key)
    {
        UInt128 anybody = _verified.KeyOf(attempt.Login.User, attempt.Login.Password, attempt.Hash, source: null);
        lock (_lock)
        {
            if (_running.TryGetValue(key, out Task<PasswordVerdict>? same))
                return same;
            if (!_tries.TryTake(attempt.Source, out _))
                return Task.FromResult(PasswordVerdict.TooMany);
            if (attempt.IsUser && _verified.Contains(anybody))
                return Task.FromResult(LetIn(attempt, key));
            if (_running.Count >= _line)
            {
                _tries.GiveBack(attempt.Source);
                return Task.FromResult(PasswordVerdict.Busy);
            }

            Task<PasswordVerdict> started = Task.Run(() => TestAsync(attempt, key, anybody));
            _running[key] = started;
            return started;
        }
    }

    private async Task<PasswordVerdict> TestAsync(Attempt attempt, UInt128 key, UInt128 anybody)
    {
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            if (!_test(attempt.Login.Password, attempt.Hash) || !attempt.IsUser)
                return PasswordVerdict.Wrong;
            _verified.Add(anybody);
            return LetIn(attempt, key);
        }
        finally
        {
            _places.Release();
            lock (_lock)
                _running.Remove(key);
        }
    }

    // The try was taken before the test, so that many at once are not more than the limit; it comes back here.
    private PasswordVerdict LetIn(Attempt attempt, UInt128 key)
    {
        _tries.GiveBack(attempt.Source);
        _verified.Add(key);
        return PasswordVerdict.Right;
    }

    private readonly record struct Attempt(BasicCredentials Login, PasswordHash Hash, bool IsUser, UInt128 Source);
}
