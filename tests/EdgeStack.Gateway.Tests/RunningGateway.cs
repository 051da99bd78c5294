using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Rules;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests;

/// <summary>The whole gateway in this process, on free loopback ports, with its access log in memory.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    // A test that would wait longer says so instead.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private readonly LineStream _log = new();
    private Task? _stopping;

    private RunningGateway(GatewayOptions options, Action<IServiceCollection>? configure)
    {
        // Backends of tests are on loopback, where no cluster's pods are; a test about that says so itself.
        if (options.Upstreams.AllowAddresses.Count == 0 && AddressRange.TryParse("127.0.0.0/8", out AddressRange loopback))
            options.Upstreams.AllowAddresses = [loopback];
        options.Listeners.Public = options.Listeners.Admin = options.Listeners.Metrics = "http://127.0.0.1:0";
        _app = GatewayHost.Build(options, services =>
        {
            if (options.AccessLog.File is null)
                services.AddSingleton(new AccessLogDestination(() => _log));
            configure?.Invoke(services);
        });
    }

    public HttpClient Client { get; } = NewClient();

    public Uri Public => new(Addresses.Public!);

    public Uri H2c => new(Addresses.H2c!);

    public Uri Admin => new(Addresses.Admin!);

    public Uri Metrics => new(Addresses.Metrics!);

    /// <summary>Requests that wait for an endpoint.</summary>
    public int Held => _app.Services.GetRequiredService<HeldRequests>().Count;

    private ListenerAddresses Addresses => _app.Services.GetRequiredService<ListenerAddresses>();

    /// <summary>What serves at this moment.</summary>
    public RouteSnapshot Routes => _app.Services.GetRequiredService<CurrentRoutes>().Snapshot;

    public static Task<RunningGateway> StartAsync(string folder) => StartAsync(new GatewayOptions { Routes = [folder] });

    public static async Task<RunningGateway> StartAsync(GatewayOptions options, Action<IServiceCollection>? configure = null)
    {
        RunningGateway gateway = new(options, configure);
        await gateway._app.StartAsync();
        return gateway;
    }

    /// <summary>Asks the gateway as a visitor of that host would.</summary>
    public Task<HttpResponseMessage> GetAsync(string host, string target = "/") => SendAsync(new HttpRequestMessage(HttpMethod.Get, Target(target)), host);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string host)
    {
        request.RequestUri ??= Target("/");
        request.Headers.Host = host;
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Uri Target(string target) => new(Public.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>The access log so far.</summary>
    public IReadOnlyList<string> LogLines => _log.Lines;

    /// <summary>The same, parsed; only for formats that are JSON.</summary>
    public IReadOnlyList<JsonElement> Log => [.. _log.Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    public async Task<JsonElement> LogLineAsync(Func<JsonElement, bool>? wanted = null)
    {
        wanted ??= _ => true;
        await Eventually.HoldsAsync(() => Log.Any(wanted), "the access log has the line");
        return Log.First(wanted);
    }

    public async Task<string> MetricsAsync() => await Client.GetStringAsync(new Uri(Metrics, "/metrics"), TestContext.Current.CancellationToken);

    public async Task<JsonElement> AdminAsync(string path) =>
        JsonDocument.Parse(await Client.GetStringAsync(new Uri(Admin, $"/api/v1/{path}"), TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Waits less than the folder's rescan takes, so that a change which is only found by looking anyway fails the test.</summary>
    public async Task EventuallyAnswersAsync(string host, int status) => await Eventually.HoldsAsync(async () =>
    {
        using HttpResponseMessage response = await GetAsync(host);
        return (int)response.StatusCode == status;
    }, $"{host} answers {status}", TimeSpan.FromSeconds(7));

    /// <summary>What a signal does: the wish at once, the end when all that runs has ended.</summary>
    public Task StopAsync(PosixSignal signal)
    {
        _app.Services.GetRequiredService<StopSignals>().Take(signal);
        return _stopping ??= _app.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Task stopping = _stopping ??= _app.StopAsync(CancellationToken.None);
        // On a clock that stands still, what the end waits for would never pass.
        if (_app.Services.GetService<TimeProvider>() is FakeTimeProvider clock)
            await Eventually.HoldsAsync(() => HasEnded(stopping, clock), "the gateway has ended");
        await stopping.WaitAsync(LongestEnd, CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static bool HasEnded(Task stopping, FakeTimeProvider clock)
    {
        if (!stopping.IsCompleted)
            clock.Advance(TimeSpan.FromSeconds(1));
        return stopping.IsCompleted;
    }

    // Host names in tests lead nowhere: the address is always the gateway's.
    private static HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }, disposeHandler: true);

    private sealed class LineStream : MemoryStream
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lock)
                    return _text.ToString().Split('\n')[..^1];
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lock (_lock)
                _text.Append(Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
