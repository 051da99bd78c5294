using System.Text;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>A supervisor with the stand-in for cloudflared as a real process, a clock that only tests move, and a network that is there or not.</summary>
internal sealed class TunnelLab : IAsyncDisposable
{
    public const string TunnelId = "6ff42ae2-765d-4adf-8112-31c55c1551ef", Secret = "c2VjcmV0LW9mLXRoZS10dW5uZWwtMzItYnl0ZXM=";

    private const int QuietLooks = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly NetworkDouble _network = new();
    private readonly TunnelSupervisor _supervisor;

    public TunnelLab(TunnelMode mode, string behaviour, Action<GatewayOptions>? configure = null, string? folder = null)
    {
        Folder = folder ?? _folder.File("run");
        Set("mode", behaviour);
        Options = new GatewayOptions();
        Options.Tunnel.Mode = mode;
        Options.Tunnel.Folder = Folder;
        Options.Tunnel.Binary = StandIn.Install(_folder);
        if (mode == TunnelMode.Token)
            Options.Tunnel.TokenFile = _folder.Write("token", Token());
        if (mode is TunnelMode.Managed or TunnelMode.Credentials)
            Options.Tunnel.CredentialsFile = _folder.Write("credentials.json", $$"""{"AccountTag":"abc","TunnelSecret":"{{Secret}}","TunnelID":"{{TunnelId}}","Endpoint":""}""");
        configure?.Invoke(Options);
        Assert.Null(TunnelSettings.Complete(Options));
        _supervisor = new TunnelSupervisor(Options, new InternetReach(("127.0.0.1", _network.EdgePort), ("127.0.0.1", _network.InternetPort), Clock), Board, Clock, NullLogger<TunnelSupervisor>.Instance);
    }

    public GatewayOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 14, 2, 0, TimeSpan.Zero));

    public TunnelBoard Board { get; } = new();

    /// <summary>The tunnel's own folder.</summary>
    public string Folder { get; }

    public TunnelStatus Status => Board.Status;

    /// <summary>How the stand-in was called, one call after the other, each with its process number first.</summary>
    public IReadOnlyList<string[]> Calls => File.Exists(_folder.File("calls.log")) ? [.. File.ReadAllLines(_folder.File("calls.log")).Select(line => line.Split('\t'))] : [];

    public string Environment => File.ReadAllText(_folder.File("environment.log"));

    public static string Token(string tunnel = TunnelId) => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"a":"abc","t":"{{tunnel}}","s":"{{Secret}}"}"""));

    /// <summary>Changes what the stand-in does, at once or with its next start.</summary>
    public void Set(string name, string value) => _folder.Write(name, value);

    public void Unset(string name) => File.Delete(_folder.File(name));

    public void SetNetwork(bool edge, bool internet) => _network.Set(edge, internet);

    public async Task<TunnelLab> StartAsync()
    {
        await _supervisor.StartAsync(CancellationToken.None);
        await _supervisor.StartedAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Lets time pass until that is so, a step at a time and only when nothing else is to be waited for.</summary>
    /// <returns>How much time has passed.</returns>
    public async Task<TimeSpan> UntilAsync(Func<TunnelStatus, bool> condition, string what, double stepSeconds = 1)
    {
        DateTimeOffset began = Clock.GetUtcNow();
        int quiet = 0;
        // Processes are really started: on a machine that is busy with something else each takes seconds.
        await Eventually.HoldsAsync(() =>
        {
            if (condition(Status))
                return Task.FromResult(true);
            quiet = IsQuiet ? quiet + 1 : 0;
            if (quiet < QuietLooks)
                return Task.FromResult(false);
            quiet = 0;
            Clock.Advance(TimeSpan.FromSeconds(stepSeconds));
            return Task.FromResult(false);
        }, what, TimeSpan.FromSeconds(120));
        return Clock.GetUtcNow() - began;
    }

    public Task<TimeSpan> UntilAsync(TunnelState state, double stepSeconds = 1) => UntilAsync(status => status.State == state, $"the tunnel is {state}", stepSeconds);

    /// <summary>Lets that much time pass, in steps.</summary>
    public async Task PassAsync(TimeSpan span, double stepSeconds = 1)
    {
        DateTimeOffset end = Clock.GetUtcNow() + span;
        await UntilAsync(_ => Clock.GetUtcNow() >= end, $"{span} have passed", stepSeconds);
    }

    public Task StopAsync() => _supervisor.StoppingAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Set("mode", "ok");
        Unset("busy");
        Task stopping = _supervisor.StoppingAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() =>
        {
            if (!stopping.IsCompleted)
                Clock.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        }, "the supervisor has ended");
        await _supervisor.StopAsync(CancellationToken.None);
        _supervisor.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }

    // A process that has just been started says where its metrics are before anything else happens; time stands still until then.
    private bool IsQuiet => Status == TunnelStatus.Off || (_supervisor.IsQuiet && (Status.ProcessId == 0 || Status.Metrics is not null || File.ReadAllText(_folder.File("mode")) == "no-metrics"));
}
