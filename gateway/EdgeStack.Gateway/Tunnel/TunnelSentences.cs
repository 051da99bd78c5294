using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>Says how the tunnel is: a state for machines, and one sentence with what is wrong and what to do.</summary>
internal static class TunnelSentences
{
    private static readonly TimeSpan FewWhenDegraded = TimeSpan.FromSeconds(60);

    public static (TunnelState State, string Sentence) Of(TunnelView view, Moment now) =>
        view.HasEnded ? (TunnelState.Disabled, "The tunnel is closed: the gateway stops")
        : view.IsEnding ? (TunnelState.Stopping, "The tunnel takes no more requests and finishes those under way")
        : view.Misconfigured is { } fault ? (TunnelState.Misconfigured, fault)
        : view.Run is { } run ? OfRunning(view, run, now)
        : OfWaiting(view);

    private static (TunnelState, string) OfWaiting(TunnelView view)
    {
        if (view.StartAt is not { } next)
            return (TunnelState.Starting, "cloudflared is being started");
        if (view.Refusal == QuickRefusal.ServiceDown)
            return (TunnelState.Backoff, $"Cloudflare gives out no free tunnels at the moment; next try at {next}. A tunnel of your own (tunnel.mode token) does not depend on that");
        if (view.Refusal == QuickRefusal.RateLimited)
            return (TunnelState.RateLimited, $"Cloudflare limits free tunnels from this address; next try at {next}. A tunnel of your own (tunnel.mode token) has no such limit");
        string said = view.LastLine is { } line ? $"; it last said: {line}" : "";
        return (TunnelState.Backoff, view.EndsAllTheTime
            ? $"cloudflared ends all the time{said}; next try at {next}"
            : $"cloudflared has ended{said}; next try at {next}");
    }

    private static (TunnelState, string) OfRunning(TunnelView view, TunnelRun run, Moment now)
    {
        if (run.StopReason == RestartReason.Hung || (view.Mode == TunnelMode.External && run.Silent >= TunnelRun.SilentWhenHung))
        {
            return (TunnelState.Hung, view.Mode == TunnelMode.External
                ? $"Nothing answers at {run.Metrics} (tunnel.metricsUrl): does that cloudflared run, with --metrics on an address that can be reached from here?"
                : "cloudflared does not answer any more and is started anew");
        }

        // It has unregistered and only finishes what is under way.
        if (run.StopReason is not null)
            return (TunnelState.Connecting, "cloudflared is started anew; until it has finished the requests under way visitors get error 1033");
        if (run.IsReady)
            return OfReady(view, run, now);
        if (run.IsRefused(now.Elapsed))
            return (TunnelState.Unauthorized, $"Cloudflare refuses this token: it was renewed, or the tunnel was deleted. Put a new one into the file of {(view.Mode == TunnelMode.Token ? "tunnel.tokenFile" : "tunnel.credentialsFile")}, or create the tunnel again");
        if (view.Reach is { Internet: false } lost)
            return (TunnelState.Offline, $"No internet since {lost.Since}; the tunnel comes back by itself");
        if (view.Reach is { Edge: false })
            return (TunnelState.Offline, "The internet is there, but TCP port 7844 to Cloudflare is not: does a firewall let it out?");
        if (run.HasNoNames)
            return (TunnelState.Connecting, "cloudflared cannot look up Cloudflare's addresses: is there a DNS server that answers?");
        return run.Connections is null ? (TunnelState.Starting, "cloudflared has been started")
            : run.HasBeenReady ? (TunnelState.Connecting, $"The tunnel has been without a connection to Cloudflare since {run.Turned}; cloudflared tries again")
            : (TunnelState.Connecting, "cloudflared connects to Cloudflare");
    }

    private static (TunnelState, string) OfReady(TunnelView view, TunnelRun run, Moment now)
    {
        string over = view.UsesHttp2 || run.HasFallenBack ? " Using HTTP/2: UDP port 7844 does not get through here." : "";
        string astray = view.Astray is [var first, ..] ? $" {first.Sentence}" : "";
        return run.FewSince is { } few && now.Since(few) >= FewWhenDegraded
            ? (TunnelState.Degraded, $"{run.Connections} of {view.Expected} connections to Cloudflare stand; visitors get through.{over}{astray}")
            : (TunnelState.Ready, $"The tunnel is connected.{over}{astray}");
    }
}
