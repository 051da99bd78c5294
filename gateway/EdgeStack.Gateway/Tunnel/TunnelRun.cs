using System.Collections.Immutable;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What is known of one cloudflared, from its start to its end.</summary>
/// <param name="begun">When it was started.</param>
/// <param name="protocol">The protocol that was named for it.</param>
/// <param name="isTrial">Whether it is to find out if QUIC gets through again.</param>
internal sealed class TunnelRun(Moment begun, TunnelProtocol protocol, bool isTrial)
{
    public const int SilentWhenHung = 3;

    private const int UnauthorizedWhenRefused = 3;

    private static readonly TimeSpan UnauthorizedWindow = TimeSpan.FromSeconds(60);

    // Long enough for cloudflared's own pauses between two attempts.
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(3);

    private readonly SortedDictionary<int, TunnelSlot> _slots = [];
    private readonly Queue<TimeSpan> _unauthorized = new();
    private TimeSpan? _refused;

    public Moment Begun { get; } = begun;

    public TunnelProtocol Protocol => protocol;

    public bool IsTrial => isTrial;

    /// <summary>0 when it is not our child.</summary>
    public int ProcessId { get; set; }

    /// <summary>Null until it has said where.</summary>
    public Uri? Metrics { get; set; }

    /// <summary>Connections to the edge; null before the first answer.</summary>
    public int? Connections { get; private set; }

    public bool IsReady => Connections > 0;

    /// <summary>Since when it has been ready, or not.</summary>
    public Moment Turned { get; private set; } = begun;

    /// <summary>Since when there are fewer connections than there should be, while it is ready.</summary>
    public Moment? FewSince { get; private set; }

    /// <summary>How often in a row nothing answered.</summary>
    public int Silent { get; private set; }

    public bool HasBeenReady { get; private set; }

    /// <summary>Whether a connection of this process has worked over QUIC: then cloudflared never falls back by itself.</summary>
    public bool HasUsedQuic { get; private set; }

    public bool HasFallenBack { get; set; }

    public bool IsUdpBlocked { get; set; }

    public bool IsRateLimited { get; set; }

    public string? QuickServiceFault { get; set; }

    public bool HasNoNames { get; set; }

    public string? QuickName { get; set; }

    /// <summary>Why we have asked it to end; null when we have not.</summary>
    public RestartReason? StopReason { get; set; }

    public ImmutableArray<TunnelSlot> Slots => [.. _slots.Values];

    public void Up(TunnelSlot slot)
    {
        _slots[slot.Index] = slot;
        HasUsedQuic |= slot.Protocol == "quic";
        HasNoNames = false;
    }

    public void Down(int index) => _slots.Remove(index);

    public void Refuse(TimeSpan now)
    {
        _unauthorized.Enqueue(now);
        while (now - _unauthorized.Peek() > UnauthorizedWindow)
            _unauthorized.Dequeue();
        if (_unauthorized.Count >= UnauthorizedWhenRefused)
            _refused = now;
    }

    /// <summary>Whether Cloudflare refuses the token, and has not stopped doing so.</summary>
    public bool IsRefused(TimeSpan now) => !IsReady && now - _refused < RefusalLasts;

    public void Answer(int connections, int expected, Moment now)
    {
        Silent = 0;
        if (connections > 0 != IsReady)
            Turned = now;
        Connections = connections;
        HasBeenReady |= connections > 0;
        IsRateLimited &= connections == 0;
        if (connections == 0)
            _slots.Clear();
        FewSince = connections == 0 || connections >= expected ? null : FewSince ?? now;
    }

    public void StaySilent() => Silent++;
}
