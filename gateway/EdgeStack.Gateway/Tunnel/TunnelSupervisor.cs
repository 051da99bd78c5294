using System.Collections.Immutable;
using System.Threading.Channels;
using EdgeStack.Gateway.Settings;
using EdgeStack.Telemetry.Foreign;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Keeps the tunnel alive. All that happens comes to one loop, one after the other; <see cref="TunnelMachine"/> says what to do; what takes time is done
/// beside the loop and comes back as an event.
/// </summary>
internal sealed partial class TunnelSupervisor : BackgroundService, IHostedLifecycleService
{
    private const int Capacity = 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<TunnelEvent> _events = Channel.CreateBounded<TunnelEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly CancellationTokenSource _left = new();
    private readonly GatewayOptions _options;
    private readonly CloudflaredLauncher _launcher;
    private readonly InternetReach _reach;
    private readonly TunnelBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<TunnelSupervisor> _logger;
    private readonly TunnelEndpoints _endpoints;
    private readonly OwnAddresses _own;
    private readonly TunnelMachine _machine;
    private readonly long _began;
    private CloudflaredProcess? _process;
    private string _fingerprint = "";
    private string? _secretFault;
    private int _underWay;

    public TunnelSupervisor(GatewayOptions options, InternetReach reach, TunnelBoard board, TimeProvider time, ILogger<TunnelSupervisor> logger)
    {
        (_options, _reach, _board, _time, _logger) = (options, reach, board, time, logger);
        _launcher = new CloudflaredLauncher(options, time);
        _endpoints = new TunnelEndpoints(time);
        _own = new OwnAddresses(options);
        _machine = new TunnelMachine(options.Tunnel.Mode, options.Tunnel.Protocol, options.Tunnel.Grace, Random.Shared.NextDouble);
        _began = time.GetTimestamp();
    }

    /// <summary>Whether nothing is being done, so that only time or cloudflared can bring news.</summary>
    public bool IsQuiet => Volatile.Read(ref _underWay) == 0;

    private Moment Now => new(_time.GetElapsedTime(_began), _time.GetUtcNow());

    private bool IsWanted => _options.Tunnel.Mode != TunnelMode.Off;

    // Not before visitors can be served.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (IsWanted)
            Post(new TunnelEvent.Begun());
        return Task.CompletedTask;
    }

    /// <summary>Before the server takes no more connections: until cloudflared has ended, requests come through it.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted || ExecuteTask is not { } loop)
            return;
        Post(new TunnelEvent.Ending());
        await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _endpoints.Dispose();
        _left.Dispose();
        base.Dispose();
    }

    /// <summary>Ends cloudflared at once: for a second wish to stop.</summary>
    public void Hurry() => _process?.Kill();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsWanted)
            return;
        try
        {
            if (_options.Tunnel.IsOurs && await _launcher.EndFormerAsync(stoppingToken))
                Tell(LogLevel.Warning, "A cloudflared that an earlier gateway had left behind was ended");
            await using ITimer looks = _time.CreateTimer(_ => Post(new TunnelEvent.Looked()), null, LookEvery, LookEvery);
            while (!_machine.HasEnded)
                Handle(await _events.Reader.ReadAsync(stoppingToken));
        }
        finally
        {
            await _left.CancelAsync();
            _process?.Kill();
        }
    }

    private void Handle(TunnelEvent happened)
    {
        Moment now = Now;
        IReadOnlyList<TunnelOrder> orders = _machine.Handle(happened, now);
        _board.Status = _machine.Describe(now);
        foreach (TunnelOrder order in orders)
            Carry(order);
        Interlocked.Decrement(ref _underWay);
    }

    private void Carry(TunnelOrder order)
    {
        switch (order)
        {
            case TunnelOrder.Start { Protocol: var protocol }:
                Begin(left => StartAsync(protocol, left));
                break;
            case TunnelOrder.Stop { Patience: var patience } when _process is { } process:
                process.Ask();
                _ = KillLateAsync(process, patience);
                break;
            case TunnelOrder.Remember { ProcessId: var id }:
                if (_launcher.Remember(id) is { } fault)
                    Tell(LogLevel.Warning, $"It cannot be written down which cloudflared is ours ({fault}): if this gateway is killed, the next one leaves it running");
                break;
            case TunnelOrder.Poll { Metrics: var metrics }:
                Begin(async left => new TunnelEvent.Polled(await _endpoints.ConnectionsAsync(metrics, left)));
                break;
            case TunnelOrder.ReadFamilies { Metrics: var metrics }:
                Begin(left => TakeFamiliesAsync(metrics, left));
                break;
            case TunnelOrder.Dial:
                Begin(async left => await _reach.DialAsync(left) is var (edge, internet) ? new TunnelEvent.Dialed(edge, internet) : null);
                break;
            case TunnelOrder.AskQuickName { Metrics: var metrics }:
                Begin(async left => await _endpoints.QuickNameAsync(metrics, left) is { } name ? new TunnelEvent.QuickName(name) : null);
                break;
            case TunnelOrder.AskRules { Metrics: var metrics }:
                Begin(async left => await _endpoints.AstrayRulesAsync(metrics, _own, left) is { } astray ? new TunnelEvent.Rules(astray) : null);
                break;
            case TunnelOrder.LookAtInputs when _process is null ? _launcher.Fingerprint() != _fingerprint : HasOtherSecret():
                Post(new TunnelEvent.InputsChanged());
                break;
            case TunnelOrder.Tell { Level: var level, Sentence: var sentence }:
                Tell(level, sentence);
                break;
        }
    }

    private bool HasOtherSecret()
    {
        (bool isOther, string? fault) = _launcher.LookAtSecret();
        if (fault is not null && fault != _secretFault)
            Tell(LogLevel.Warning, $"{fault}; the tunnel that stands keeps what it was started with");
        _secretFault = fault;
        return isOther && fault is null;
    }

    private async Task<TunnelEvent?> StartAsync(TunnelProtocol protocol, CancellationToken left)
    {
        if (_options.Tunnel.Mode == TunnelMode.External)
            return new TunnelEvent.Started(0, null, _options.Tunnel.MetricsUrl);
        _fingerprint = _launcher.Fingerprint();
        CloudflaredOutput output = new(_board, _time, fact => Post(new TunnelEvent.Said(fact)), LogLine);
        TunnelReading<CloudflaredLaunch> start = await _launcher.StartAsync(protocol, output.Take, left);
        if (start.Value is null && _launcher.LastFaultMayPass)
            _fingerprint = "";
        if (start.Value is not { } launch)
            return new TunnelEvent.NotStarted(start.Fault!);
        _process = launch.Process;
        Post(new TunnelEvent.Started(launch.Process.Id, launch.Version));
        _ = WaitAsync(launch.Process, output);
        return null;
    }

    private async Task<TunnelEvent?> TakeFamiliesAsync(Uri metrics, CancellationToken left)
    {
        ForeignExposition families = await _endpoints.FamiliesAsync(metrics, left);
        // A process that has ended meanwhile exposes nothing.
        _board.Families = _process is not null || _options.Tunnel.Mode == TunnelMode.External ? families : ForeignExposition.Empty;
        return null;
    }

    private async Task WaitAsync(CloudflaredProcess process, CloudflaredOutput output)
    {
        int code = await process.Exit;
        _launcher.Ended();
        _process = null;
        _board.Families = ForeignExposition.Empty;
        Post(new TunnelEvent.Exited(code, output.LastText));
    }

    private async Task KillLateAsync(CloudflaredProcess process, TimeSpan patience)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
        Task late = Task.Delay(patience, _time, ended.Token);
        if (await Task.WhenAny(process.Exit, late) == late && !_left.IsCancellationRequested)
        {
            Tell(LogLevel.Warning, $"cloudflared did not end within {patience.TotalSeconds} s and was killed");
            process.Kill();
        }

        await ended.CancelAsync();
    }

    private void Begin(Func<CancellationToken, Task<TunnelEvent?>> operation)
    {
        Interlocked.Increment(ref _underWay);
        _ = FinishAsync(operation);
    }

    private async Task FinishAsync(Func<CancellationToken, Task<TunnelEvent?>> operation)
    {
        try
        {
            if (await operation(_left.Token) is { } news)
                Post(news);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // nobody waits for it any more
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    // The loop never waits for anything but news, so there is always room soon; a full one means that it has ended.
    private void Post(TunnelEvent news)
    {
        Interlocked.Increment(ref _underWay);
        if (!_events.Writer.TryWrite(news))
            Interlocked.Decrement(ref _underWay);
    }

    private void Tell(LogLevel level, string sentence)
    {
        _board.Note(new TunnelNote(_time.GetUtcNow(), level, sentence));
        Log(level, sentence);
    }

    [LoggerMessage(Message = "{Sentence}")]
    private partial void Log(LogLevel level, string sentence);

    [LoggerMessage(Level = LogLevel.Debug, Message = "cloudflared: {Line}")]
    private partial void LogLine(string line);
}
