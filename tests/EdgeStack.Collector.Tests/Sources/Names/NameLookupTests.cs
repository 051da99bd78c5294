using System.Net;
using System.Net.Sockets;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources.Names;
using EdgeStack.Collector.Sources.Probes;
using EdgeStack.Collector.Sources.Scraped;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Names;

public sealed class NameLookupTests : IDisposable
{
    private const int MostThreads = 16, MostSlow = 4;

    private readonly ManualResetEventSlim _answers = new();
    private readonly FakeTimeProvider _time = new();
    private readonly NameLookup _names;
    private int _running, _begun, _onPool;

    public NameLookupTests() => _names = new NameLookup(Resolve, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _answers.Set();
        _names.Dispose();
    }

    [Fact]
    public async Task While_no_name_server_answers_our_pages_do()
    {
        CollectorOptions options = new() { Listener = "http://127.0.0.1:0", Roles = new HashSet<Role>() };
        options.Probes.Targets = [.. Enumerable.Range(0, 200).Select(i => new ProbeOptions { Name = $"p{i}", Target = $"http://p{i}.example/" })];
        options.Scraped.Targets = [.. Enumerable.Range(0, 200).Select(i => new ScrapedTargetOptions { Name = $"s{i}", Url = new Uri($"http://s{i}.example/metrics") })];
        await using WebApplication app = CollectorHost.Build(options, services => services.AddSingleton(_names));
        await app.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) > 0, "names are looked up");
        using HttpClient client = new(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(20) };

        foreach (string page in (string[])["/metrics/node", "/metrics", "/healthz/live"])
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(page, UriKind.Relative), Cancellation)).StatusCode);

        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) == MostThreads, "no more names are looked up than may be");
        Assert.Equal(0, Volatile.Read(ref _onPool));
        _answers.Set();
    }

    [Fact]
    public async Task Names_that_took_long_do_not_keep_others_waiting()
    {
        string[] far = [.. Enumerable.Range(0, 40).Select(i => $"slow{i}")];
        _answers.Set();
        foreach (string name in far)
            await _names.AddressesAsync(name, Cancellation);
        _answers.Reset();
        Task<IPAddress[]>[] hanging = [.. far.Select(name => _names.AddressesAsync(name, Cancellation))];
        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) == MostSlow, "some of them are looked up");

        Assert.Equal([IPAddress.Loopback], await _names.AddressesAsync("localhost", Cancellation));

        Assert.Equal(MostSlow, Volatile.Read(ref _running));
        _answers.Set();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task Few_are_looked_up_at_once_and_the_others_have_their_turn()
    {
        Task<IPAddress[]>[] all = [.. Enumerable.Range(0, 3 * MostThreads).Select(i => _names.AddressesAsync($"n{i}", Cancellation))];
        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) == MostThreads, "some are looked up");
        Assert.Equal(MostThreads, Volatile.Read(ref _begun));

        _answers.Set();

        Assert.All(await Task.WhenAll(all), addresses => Assert.Equal([IPAddress.Loopback], addresses));
    }

    [Fact]
    public async Task Who_waits_for_a_look_up_that_hangs_may_give_up()
    {
        using CancellationTokenSource impatience = new();
        Task<IPAddress[]> waiting = _names.AddressesAsync("n", impatience.Token);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _running) == 1, "it is looked up");
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_name_that_is_being_looked_up_is_not_looked_up_again()
    {
        Task<IPAddress[]>[] all = [.. Enumerable.Range(0, 20).Select(i => _names.AddressesAsync(i % 2 == 0 ? "same" : "SAME", Cancellation))];
        _answers.Set();
        await Task.WhenAll(all);
        Assert.Equal(1, _begun);

        await _names.AddressesAsync("same", Cancellation);
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_looked_up()
    {
        using CancellationTokenSource impatience = new();
        Task<IPAddress[]>[] hanging = [.. Enumerable.Range(0, MostThreads).Select(i => _names.AddressesAsync($"n{i}", Cancellation))];
        Task<IPAddress[]>[] left = [.. Enumerable.Range(0, 100).Select(i => _names.AddressesAsync($"left{i}", impatience.Token))];
        await impatience.CancelAsync();
        foreach (Task<IPAddress[]> one in left)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Task<IPAddress[]> last = _names.AddressesAsync("last", Cancellation);

        _answers.Set();
        await Task.WhenAll(hanging);
        await last;

        Assert.Equal(MostThreads + 1, _begun);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task An_address_needs_no_look_up(string address)
    {
        Assert.Equal([IPAddress.Parse(address)], await _names.AddressesAsync(address, Cancellation));
        Assert.Equal(0, _begun);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_told_to_whoever_asked()
    {
        using NameLookup names = new(_ => throw new SocketException((int)SocketError.HostNotFound), _time);

        for (int i = 0; i < 2 * MostThreads; i++)
            Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => names.AddressesAsync("n", Cancellation))).SocketErrorCode);
    }

    private IPAddress[] Resolve(string host)
    {
        if (host == "localhost")
            return [IPAddress.Loopback];
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _running);
        Interlocked.Add(ref _onPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        if (host.StartsWith("slow", StringComparison.Ordinal))
            _time.Advance(TimeSpan.FromSeconds(2));
        _answers.Wait(CancellationToken.None);
        Interlocked.Decrement(ref _running);
        return [IPAddress.Loopback];
    }
}
