using System.Net;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Tests passwords for all routes. Costly tests wait in a short line for one of few places, so that a flood of wrong passwords takes a part of
/// the machine and not all of it; each visitor may start only so many. Right ones are remembered.
/// </summary>
internal sealed class PasswordVerifier : IDisposable
{
    // A page's requests share one test, so that people never come near this; a guesser has it used up in a minute.
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
        PasswordHash hash = known ?? users.Costliest;
        if (!PasswordTest.IsCostly(hash))
            return ValueTask.FromResult(_test(login.Password, hash) && known is not null ? PasswordVerdict.Right : PasswordVerdict.Wrong);
        UInt128 key = _verified.KeyOf(login.User, login.Password, hash);
        return known is not null && _verified.Contains(key) ? ValueTask.FromResult(PasswordVerdict.Right) : new ValueTask<PasswordVerdict>(StartAsync(key, login.Password, hash, known is not null, client));
    }

    public void Dispose() => _places.Dispose();

    private Task<PasswordVerdict> StartAsync(UInt128 key, string password, PasswordHash hash, bool known, IPAddress? client)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(key, out Task<PasswordVerdict>? same))
                return same;
            if (!_tries.TryTake(SourceKey.Of(client), out _))
                return Task.FromResult(PasswordVerdict.TooMany);
            if (_running.Count >= _line)
                return Task.FromResult(PasswordVerdict.Busy);
            Task<PasswordVerdict> started = Task.Run(() => TestAsync(key, password, hash, known));
            _running[key] = started;
            return started;
        }
    }

    private async Task<PasswordVerdict> TestAsync(UInt128 key, string password, PasswordHash hash, bool known)
    {
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            if (!_test(password, hash) || !known)
                return PasswordVerdict.Wrong;
            _verified.Add(key);
            return PasswordVerdict.Right;
        }
        finally
        {
            _places.Release();
            lock (_lock)
                _running.Remove(key);
        }
    }
}
