using System.Collections.Immutable;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Decides what is done with cloudflared: from what happens and the time to orders, without doing anything itself. The rules and their times are those of
/// docs/contracts/tunnel.md. One caller at a time.
/// </summary>
/// <param name="mode">Not off.</param>
/// <param name="asked">The protocol of the settings.</param>
/// <param name="grace">How long requests may take to finish at the end.</param>
/// <param name="random">From 0 to 1.</param>
internal sealed class TunnelMachine(TunnelMode mode, TunnelProtocol asked, TimeSpan grace, Func<double> random)
{
    public const int NamedSlots = 4;

    private const int UsageErrorCode = 255;

    private static readonly TimeSpan
        PollEvery = TimeSpan.FromSeconds(5), DialEvery = TimeSpan.FromSeconds(15), FamiliesEvery = TimeSpan.FromSeconds(15), InputsEvery = TimeSpan.FromSeconds(10),
        HungPatience = TimeSpan.FromSeconds(10), NoMetricsWhenHung = TimeSpan.FromSeconds(60), KillAfterGrace = TimeSpan.FromSeconds(5),
        NoConnectionWhenUdpBlocked = TimeSpan.FromSeconds(30), LostWhenUdpBlocked = TimeSpan.FromSeconds(40), QuicRetryEvery = TimeSpan.FromHours(1),
        LostWhenStuck = TimeSpan.FromSeconds(180), BetweenStuckRestarts = TimeSpan.FromMinutes(5), ReadyWhenWell = TimeSpan.FromMinutes(10);

    private static readonly ImmutableArray<TimeSpan> RatePauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    private readonly ExitHistory _exits = new(random);
    private readonly SortedDictionary<RestartReason, int> _restarts = [];
    private readonly Dictionary<(string Component, string Target), TunnelPrecheck> _prechecks = [];
    private readonly List<TunnelOrder> _orders = [];

    // What a process said before we heard that it runs.
    private readonly List<TunnelFact> _early = [];

    private TunnelRun? _run;
    private Moment? _startAt;
    private RestartReason? _startReason;
    private bool _isStarting;
    private bool _isEnding;
    private bool _hasEnded;
    private string? _misconfigured;
    private string? _lastLine;
    private int _ratePauses;
    private QuickRefusal _refusal;
    private bool _usesHttp2;
    private Moment _retryQuicAt;
    private Moment? _stuckRestart;
    private (bool Edge, bool Internet, Moment Since)? _reach;
    private Moment? _nextPoll;
    private Moment? _nextDial;
    private Moment? _nextFamilies;
    private Moment? _nextInputs;
    private ImmutableArray<AstrayRule> _astray = [];
    private CloudflaredVersion? _version;

    /// <summary>Whether the end has come, after <see cref="TunnelEvent.Ending"/>.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>How long cloudflared may take to end with the gateway.</summary>
    public static TimeSpan LongestEnd(TunnelOptions options) => options.IsOurs ? options.Grace + KillAfterGrace : TimeSpan.Zero;

    private int Expected => mode == TunnelMode.Quick ? 1 : NamedSlots;

    /// <summary>Takes what happened.</summary>
    /// <returns>What is to be done, in this order.</returns>
    public IReadOnlyList<TunnelOrder> Handle(TunnelEvent happened, Moment now)
    {
        _orders.Clear();
        switch (happened)
        {
            case TunnelEvent.Begun:
                _startAt = now;
                break;
            case TunnelEvent.Started started:
                Begin(started, now);
                break;
            case TunnelEvent.NotStarted { Why: var why }:
                _isStarting = false;
                Misconfigure(why);
                break;
            case TunnelEvent.Said { Fact: var fact }:
                Hear(fact, now);
                break;
            case TunnelEvent.Exited exited:
                End(exited, now);
                break;
            case TunnelEvent.Polled { Connections: var connections }:
                Poll(connections, now);
                break;
            case TunnelEvent.Dialed dialed:
                _reach = (dialed.Edge, dialed.Internet, _reach is { } before && before.Internet == dialed.Internet ? before.Since : now);
                break;
            case TunnelEvent.QuickName { Host: var host } when _run is { } named && named.QuickName != host:
                named.QuickName = host;
                Tell(LogLevel.Information, $"The gateway is public at https://{host} as long as this tunnel lasts");
                break;
            case TunnelEvent.Rules { Astray: var astray }:
                Compare(astray);
                break;
            case TunnelEvent.InputsChanged when _misconfigured is not null && !_isStarting:
                (_misconfigured, _startAt, _startReason) = (null, now, RestartReason.InputsChanged);
                break;
            case TunnelEvent.InputsChanged when _run is { StopReason: null } && !_isEnding:
                Tell(LogLevel.Information, "The tunnel's token or credentials are others now: cloudflared is started anew with them");
                Stop(RestartReason.InputsChanged, grace + KillAfterGrace);
                break;
            case TunnelEvent.Ending:
                Finish();
                break;
        }

        Look(now);
        return [.. _orders];
    }

    /// <summary>How the tunnel is at this moment.</summary>
    public TunnelStatus Describe(Moment now)
    {
        (TunnelState state, string sentence) = TunnelSentences.Of(new TunnelView
        {
            Mode = mode,
            Run = _run,
            Expected = Expected,
            IsEnding = _isEnding,
            HasEnded = _hasEnded,
            Misconfigured = _misconfigured,
            StartAt = _startAt,
            Refusal = _refusal,
            EndsAllTheTime = _exits.IsAllTheTime,
            LastLine = _lastLine,
            UsesHttp2 = _usesHttp2,
            Reach = _reach,
            Astray = _astray,
        }, now);
        return new TunnelStatus
        {
            Mode = mode,
            State = state,
            Sentence = sentence,
            Version = _version,
            ProcessId = _run?.ProcessId ?? 0,
            Connections = _run is { StopReason: null } standing ? standing.Connections ?? 0 : 0,
            Expected = Expected,
            Slots = _run?.Slots ?? [],
            PublicHost = _run?.QuickName,
            Metrics = _run?.Metrics,
            Restarts = _restarts.ToImmutableSortedDictionary(),
            Prechecks = [.. _prechecks.Values],
            Astray = _astray,
            NextStart = _run is null && !_isEnding ? _startAt?.Clock : null,
        };
    }

    private void Begin(TunnelEvent.Started started, Moment now)
    {
        _isStarting = false;
        _version = started.Version ?? _version;
        bool isTrial = _startReason == RestartReason.QuicRetry;
        _run = new TunnelRun(now, Protocol(), isTrial) { ProcessId = started.ProcessId, Metrics = started.Metrics };
        (_nextPoll, _nextDial, _nextFamilies, _lastLine, _refusal) = (now, null, null, null, QuickRefusal.None);
        _prechecks.Clear();
        foreach (TunnelFact fact in _early)
            Hear(fact, now);
        _early.Clear();
        if (_startReason is { } reason)
            _restarts[reason] = _restarts.GetValueOrDefault(reason) + 1;
        _startReason = null;
        if (started.Version is { } version && version < CloudflaredVersion.Oldest)
            Tell(LogLevel.Warning, $"cloudflared {version} is older than {CloudflaredVersion.Oldest}, the oldest that is supported: install a newer one");
        if (_isEnding)
            Stop(RestartReason.Exit, grace + KillAfterGrace);
    }

    private void Hear(TunnelFact fact, Moment now)
    {
        if (_run is not { } run)
        {
            if (_isStarting)
                _early.Add(fact);
            return;
        }

        switch (fact)
        {
            case TunnelFact.MetricsAt { Address: var address }:
                run.Metrics = address;
                _orders.Add(new TunnelOrder.Remember(run.ProcessId));
                _nextPoll = now;
                break;
            case TunnelFact.SlotUp { Slot: var slot }:
                run.Up(slot);
                _nextPoll = now;
                break;
            case TunnelFact.SlotDown { Index: var index }:
                run.Down(index);
                _nextPoll = now;
                break;
            case TunnelFact.FellBack:
                run.HasFallenBack = true;
                Tell(LogLevel.Information, "cloudflared uses HTTP/2: QUIC (UDP port 7844) does not get through");
                break;
            case TunnelFact.Unauthorized:
                run.Refuse(now.Elapsed);
                break;
            case TunnelFact.RateLimited when mode == TunnelMode.Quick:
                run.IsRateLimited = true;
                break;
            case TunnelFact.QuickServiceDown { Why: var why } when mode == TunnelMode.Quick:
                run.QuickServiceFault = why;
                break;
            case TunnelFact.Prechecked { Check: var check }:
                _prechecks[(check.Component, check.Target)] = check;
                run.IsUdpBlocked |= check.IsBlockedUdp;
                break;
            case TunnelFact.Configured when run.Metrics is { } metrics:
                _orders.Add(new TunnelOrder.AskRules(metrics));
                break;
            case TunnelFact.NoNames:
                run.HasNoNames = true;
                break;
            case TunnelFact.NoGateway { Why: var why }:
                Tell(LogLevel.Warning, $"cloudflared does not reach the gateway: {why}");
                break;
        }
    }

    private void Poll(int? connections, Moment now)
    {
        if (_run is not { } run)
            return;
        if (connections is not { } answered)
        {
            run.StaySilent();
            return;
        }

        bool wasReady = run.IsReady, hadBeen = run.HasBeenReady;
        run.Answer(answered, Expected, now);
        if (run.IsReady && !wasReady)
        {
            (_ratePauses, _reach, _nextDial) = (0, null, null);
            Tell(LogLevel.Information, hadBeen ? "The tunnel is connected again" : "The tunnel is connected");
        }
        else if (wasReady && !run.IsReady)
        {
            Tell(LogLevel.Warning, "The tunnel has lost its connections to Cloudflare");
        }

        if (mode == TunnelMode.Quick && run is { QuickName: null, Metrics: { } metrics })
            _orders.Add(new TunnelOrder.AskQuickName(metrics));
    }

    private void End(TunnelEvent.Exited exited, Moment now)
    {
        if (_run is not { } run)
            return;
        _run = null;
        _lastLine = exited.LastLine;
        if (_isEnding)
        {
            _hasEnded = true;
        }
        else if (run.StopReason is { } reason)
        {
            (_startAt, _startReason) = (now, reason);
        }
        else if (run.IsRateLimited || run.QuickServiceFault is not null)
        {
            TimeSpan pause = RatePauses[Math.Min(_ratePauses++, RatePauses.Length - 1)];
            (_refusal, _startAt, _startReason) = (run.IsRateLimited ? QuickRefusal.RateLimited : QuickRefusal.ServiceDown, now + pause, RestartReason.RateLimited);
            Tell(LogLevel.Warning, Describe(now).Sentence);
        }
        else if (exited.Code == UsageErrorCode)
        {
            Misconfigure($"cloudflared refuses its settings: {exited.LastLine ?? "it says nothing more"}");
        }
        else
        {
            TimeSpan delay = _exits.DelayAfter(exited.Code, now.Elapsed);
            bool isUpdate = ExitHistory.IsUpdate(exited.Code);
            (_startAt, _startReason) = (now + delay, isUpdate ? RestartReason.Updater : RestartReason.Exit);
            string said = exited.LastLine is { } line ? $"; it last said: {line}" : "";
            Tell(_exits.IsAllTheTime ? LogLevel.Error : LogLevel.Warning,
                isUpdate ? "cloudflared ended to update itself although it is told not to (--no-autoupdate): is something else on this machine updating it?"
                : $"cloudflared ended with code {exited.Code}{said}; next start in {Math.Ceiling(delay.TotalSeconds)} s");
        }
    }

    private void Compare(ImmutableArray<AstrayRule> astray)
    {
        if (astray.SequenceEqual(_astray))
            return;
        _astray = astray;
        foreach (AstrayRule rule in astray)
            Tell(LogLevel.Warning, rule.Sentence);
    }

    private void Finish()
    {
        _isEnding = true;
        if (_run is { ProcessId: > 0 })
            _orders.Add(new TunnelOrder.Stop(grace + KillAfterGrace));
        else
            _hasEnded = !_isStarting;
    }

    private void Misconfigure(string why)
    {
        (_misconfigured, _startAt, _nextInputs) = (why, null, null);
        _hasEnded |= _isEnding;
        Tell(LogLevel.Error, $"The tunnel cannot start: {why}");
    }

    // What is due by the clock.
    private void Look(Moment now)
    {
        _exits.Prune(now.Elapsed);
        if (_isEnding)
            return;
        if ((_misconfigured is not null || _run is { StopReason: null }) && !_isStarting && mode != TunnelMode.External && Due(ref _nextInputs, InputsEvery, now))
            _orders.Add(new TunnelOrder.LookAtInputs());
        if (_run is null && !_isStarting && _startAt is { } start && now.Elapsed >= start.Elapsed)
        {
            (_isStarting, _startAt) = (true, null);
            _orders.Add(new TunnelOrder.Start(Protocol()));
        }

        if (_run is not { StopReason: null } run)
            return;
        if (run.Metrics is { } metrics && Due(ref _nextPoll, PollEvery, now))
            _orders.Add(new TunnelOrder.Poll(metrics));
        if (run.Metrics is { } families && Due(ref _nextFamilies, FamiliesEvery, now))
            _orders.Add(new TunnelOrder.ReadFamilies(families));
        if (!run.IsReady && (run.Connections is not null || mode == TunnelMode.Quick) && Due(ref _nextDial, DialEvery, now))
            _orders.Add(new TunnelOrder.Dial());
        if (run.IsReady && now.Since(run.Turned) >= ReadyWhenWell)
            _exits.Forget();
        if (mode != TunnelMode.External)
            Judge(run, now);
    }

    // Whether a process that runs is better started anew.
    private void Judge(TunnelRun run, Moment now)
    {
        TimeSpan turned = now.Since(run.Turned);
        bool hasEdge = _reach is { Edge: true }, hasProtocol = run.Protocol != TunnelProtocol.Auto;
        if (run.Silent >= TunnelRun.SilentWhenHung || (run.Metrics is null && now.Since(run.Begun) >= NoMetricsWhenHung))
        {
            Restart(RestartReason.Hung, "cloudflared does not answer any more and is started anew");
        }
        else if (!run.IsReady && !hasProtocol && hasEdge && IsUdpTheCause(run, turned))
        {
            (_usesHttp2, _retryQuicAt) = (true, now + QuicRetryEvery);
            Restart(RestartReason.UdpBlocked, "UDP port 7844 does not get through to Cloudflare: cloudflared is started anew with HTTP/2");
        }
        else if (_usesHttp2 && mode != TunnelMode.Quick && run.IsReady && now.Elapsed >= _retryQuicAt.Elapsed)
        {
            _usesHttp2 = false;
            Restart(RestartReason.QuicRetry, "An hour with HTTP/2 is over: cloudflared is started anew to see whether QUIC gets through again");
        }
        else if (!run.IsReady && hasEdge && turned >= LostWhenStuck && !run.IsRefused(now.Elapsed) && !(now.Elapsed - _stuckRestart?.Elapsed < BetweenStuckRestarts))
        {
            _stuckRestart = now;
            Restart(RestartReason.Stuck, "The internet is there, but cloudflared found no way back in three minutes and is started anew");
        }
    }

    // A free tunnel never falls back by itself, nor does a process of which one connection has worked over QUIC.
    private bool IsUdpTheCause(TunnelRun run, TimeSpan turned) =>
        run.HasBeenReady ? run.HasUsedQuic && turned >= LostWhenUdpBlocked
        : mode == TunnelMode.Quick ? run.IsUdpBlocked || turned >= NoConnectionWhenUdpBlocked
        : run.IsTrial && !run.HasFallenBack && turned >= NoConnectionWhenUdpBlocked;

    private void Restart(RestartReason reason, string sentence)
    {
        Tell(LogLevel.Warning, sentence);
        Stop(reason, HungPatience);
    }

    private void Stop(RestartReason reason, TimeSpan patience)
    {
        _run!.StopReason = reason;
        _orders.Add(new TunnelOrder.Stop(patience));
    }

    private void Tell(LogLevel level, string sentence) => _orders.Add(new TunnelOrder.Tell(level, sentence));

    private TunnelProtocol Protocol() => asked != TunnelProtocol.Auto ? asked : _usesHttp2 ? TunnelProtocol.Http2 : TunnelProtocol.Auto;

    private static bool Due(ref Moment? next, TimeSpan every, Moment now)
    {
        if (next is { } due && now.Elapsed < due.Elapsed)
            return false;
        next = now + every;
        return true;
    }
}
