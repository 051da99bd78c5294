using System.Collections.Concurrent;
using System.Net;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class PasswordVerifierTests : IDisposable
{
    private static readonly PasswordHash Costly = new(PasswordHashKind.Bcrypt, "$2y$12$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC");
    private static readonly PasswordHash Cheaper = new(PasswordHashKind.Bcrypt, "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC");
    private static readonly UserList Users = new([new UserEntry("bob", Cheaper), new UserEntry("ann", Costly), new UserEntry("eve", new PasswordHash(PasswordHashKind.Sha1, "a"))]);

    private readonly ConcurrentQueue<(string Password, PasswordHash Hash)> _tested = new();
    private readonly SemaphoreSlim _finish = new(0);
    private readonly FakeTimeProvider _time = new();
    private readonly PasswordVerifier _verifier;
    private int _running;
    private int _mostRunning;

    public PasswordVerifierTests() => _verifier = new PasswordVerifier(_time, places: 2, line: 3, test: Test);

    public void Dispose()
    {
        _finish.Release(1000);
        _verifier.Dispose();
        _finish.Dispose();
    }

    [Fact]
    public async Task A_right_password_is_tested_once_and_a_wrong_one_always()
    {
        _finish.Release(10);
        Assert.Equal(PasswordVerdict.Right, await Verify("ann", "right"));
        Assert.Equal(PasswordVerdict.Right, await Verify("ann", "right"));
        Assert.Single(_tested);
        Assert.Equal(PasswordVerdict.Wrong, await Verify("ann", "wrong"));
        Assert.Equal(PasswordVerdict.Wrong, await Verify("ann", "wrong"));
        Assert.Equal(3, _tested.Count);
    }

    [Fact]
    public async Task An_unknown_user_costs_the_same_and_never_comes_in()
    {
        _finish.Release(10);
        Assert.Equal(PasswordVerdict.Wrong, await Verify("nobody", "right"));
        Assert.Equal(PasswordVerdict.Wrong, await Verify("nobody", "right"));
        Assert.Equal([("right", Costly), ("right", Costly)], _tested);
    }

    [Fact]
    public async Task A_page_s_requests_share_one_test()
    {
        Task<PasswordVerdict>[] all = [.. Enumerable.Range(0, 50).Select(_ => Verify("ann", "right"))];
        _finish.Release(1);
        Assert.All(await Task.WhenAll(all), verdict => Assert.Equal(PasswordVerdict.Right, verdict));
        Assert.Single(_tested);
    }

    [Fact]
    public async Task A_flood_waits_in_a_short_line_and_who_is_known_passes_it()
    {
        _finish.Release(1);
        Assert.Equal(PasswordVerdict.Right, await Verify("ann", "right"));
        Task<PasswordVerdict>[] flood = [.. Enumerable.Range(0, 5).Select(i => Verify("ann", $"wrong{i}", $"192.0.2.{i}"))];
        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) == 2, "both places are taken");
        Assert.Equal(PasswordVerdict.Busy, await Verify("ann", "another", "192.0.2.99"));
        Assert.Equal(PasswordVerdict.Right, await Verify("ann", "right", "192.0.2.98"));
        _finish.Release(10);
        Assert.All(await Task.WhenAll(flood), verdict => Assert.Equal(PasswordVerdict.Wrong, verdict));
        Assert.Equal(2, _mostRunning);
        Assert.Equal(PasswordVerdict.Wrong, await Verify("ann", "another", "192.0.2.99"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("eve")]
    public async Task A_guesser_is_stopped_and_others_are_not_whatever_the_hash(string user)
    {
        _finish.Release(1000);
        for (int i = 0; i < 60; i++)
            Assert.Equal(PasswordVerdict.Wrong, await Verify(user, $"wrong{i}", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.TooMany, await Verify(user, "wrong", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.Right, await Verify(user, "right", "192.0.2.1"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PasswordVerdict.Wrong, await Verify(user, "once more", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.Wrong, await Verify(user, "and again", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.TooMany, await Verify(user, "too often", "192.0.2.66"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("eve")]
    public async Task A_stopped_guesser_does_not_learn_that_he_has_found_a_password_that_is_in_use(string user)
    {
        _finish.Release(1000);
        Assert.Equal(PasswordVerdict.Right, await Verify(user, "right", "192.0.2.1"));
        for (int i = 0; i < 60; i++)
            Assert.Equal(PasswordVerdict.Wrong, await Verify(user, $"wrong{i}", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.TooMany, await Verify(user, "right", "192.0.2.66"));
        Assert.Equal(PasswordVerdict.Right, await Verify(user, "right", "192.0.2.1"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("eve")]
    public async Task Who_was_let_in_stays_so_beside_a_guesser_with_the_same_address(string user)
    {
        _finish.Release(1000);
        Assert.Equal(PasswordVerdict.Right, await Verify(user, "right"));
        for (int i = 0; i < 60; i++)
            Assert.Equal(PasswordVerdict.Wrong, await Verify(user, $"wrong{i}"));
        Assert.Equal(PasswordVerdict.TooMany, await Verify(user, "wrong"));
        Assert.Equal(PasswordVerdict.Right, await Verify(user, "right"));
    }

    [Theory]
    [InlineData(PasswordHashKind.Bcrypt)]
    [InlineData(PasswordHashKind.Sha256)]
    public async Task Right_passwords_take_nobody_s_tries(PasswordHashKind kind)
    {
        _finish.Release(1000);
        UserList many = new([.. Enumerable.Range(0, 100).Select(i => new UserEntry($"user{i}", new PasswordHash(kind, Costly.Text)))]);
        for (int i = 0; i < 100; i++)
            Assert.Equal(PasswordVerdict.Right, await _verifier.VerifyAsync(many, new BasicCredentials($"user{i}", "right"), IPAddress.Loopback));
    }

    [Fact]
    public async Task A_costly_password_is_tested_once_for_all_addresses()
    {
        _finish.Release(10);
        for (int i = 0; i < 5; i++)
            Assert.Equal(PasswordVerdict.Right, await Verify("ann", "right", $"192.0.2.{i}"));
        Assert.Single(_tested);
    }

    [Fact]
    public async Task A_test_that_breaks_lets_nobody_in_and_is_not_stuck()
    {
        using PasswordVerifier broken = new(_time, test: (_, _) => throw new FormatException("hash"));
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<FormatException>(async () => await broken.VerifyAsync(Users, new BasicCredentials("ann", "right"), null));
    }

    private Task<PasswordVerdict> Verify(string user, string password, string client = "192.0.2.1") =>
        _verifier.VerifyAsync(Users, new BasicCredentials(user, password), IPAddress.Parse(client)).AsTask();

    private bool Test(string password, PasswordHash hash)
    {
        int running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        _tested.Enqueue((password, hash));
        _finish.Wait();
        Interlocked.Decrement(ref _running);
        return password == "right";
    }

    private void InterlockedMax(int running)
    {
        for (int seen = Volatile.Read(ref _mostRunning); running > seen; seen = Volatile.Read(ref _mostRunning))
            Interlocked.CompareExchange(ref _mostRunning, running, seen);
    }
}
