using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What is to be done next. None of them is waited for: what came of it is a <see cref="TunnelEvent"/>.</summary>
internal abstract record TunnelOrder
{
    private TunnelOrder()
    {
    }

    /// <summary>Start cloudflared, with this protocol named.</summary>
    internal sealed record Start(TunnelProtocol Protocol) : TunnelOrder;

    /// <summary>Ask it to end, and kill it when it has not after that time.</summary>
    internal sealed record Stop(TimeSpan Patience) : TunnelOrder;

    /// <summary>Write down that this process is ours.</summary>
    internal sealed record Remember(int ProcessId) : TunnelOrder;

    /// <summary>Ask <c>/ready</c>.</summary>
    internal sealed record Poll(Uri Metrics) : TunnelOrder;

    /// <summary>Take over what it exposes.</summary>
    internal sealed record ReadFamilies(Uri Metrics) : TunnelOrder;

    /// <summary>Try the network.</summary>
    internal sealed record Dial : TunnelOrder;

    internal sealed record AskQuickName(Uri Metrics) : TunnelOrder;

    internal sealed record AskRules(Uri Metrics) : TunnelOrder;

    /// <summary>See whether the files that were wrong have changed, or the secret of the tunnel that runs.</summary>
    internal sealed record LookAtInputs : TunnelOrder;

    /// <summary>Say it in the program's log and keep it for the console.</summary>
    internal sealed record Tell(LogLevel Level, string Sentence) : TunnelOrder;
}
