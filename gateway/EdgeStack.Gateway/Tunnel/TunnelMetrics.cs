using System.Diagnostics.Metrics;
using System.Globalization;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>The tunnel's own families. cloudflared's count of connections rises before one stands, so ours is from <c>/ready</c>.</summary>
internal sealed class TunnelMetrics
{
    private const string Passed = "pass", Skipped = "skip";

    private readonly TunnelBoard _board;

    public TunnelMetrics(IMeterFactory meters, GatewayOptions options, TunnelBoard board)
    {
        _board = board;
        Meter meter = meters.Create("EdgeStack.Gateway.Tunnel");
        bool isWanted = options.Tunnel.Mode != TunnelMode.Off;
        meter.CreateObservableGauge("edgestack_tunnel_enabled", () => isWanted ? 1 : 0, null, "1 when a tunnel is wanted.");
        if (!isWanted)
            return;
        meter.CreateObservableGauge("edgestack_tunnel_state", States, null, "1 for the state that the tunnel is in, 0 for the others.");
        meter.CreateObservableGauge("edgestack_tunnel_ready_connections", () => _board.Status.Connections, null, "Connections to Cloudflare's edge that stand.");
        meter.CreateObservableGauge("edgestack_tunnel_expected_connections", () => _board.Status.Expected, null, "How many there should be.");
        meter.CreateObservableCounter("edgestack_tunnel_process_restarts_total", Restarts, null, "Times that cloudflared was started again, by reason.");
        meter.CreateObservableGauge("edgestack_tunnel_process_resident_bytes", ResidentBytes, null, "Memory of cloudflared.");
        meter.CreateObservableGauge("edgestack_tunnel_precheck_status", Prechecks, null, "cloudflared's own tests of the network: 1 passed, 0 failed.");
    }

    private IEnumerable<Measurement<int>> States()
    {
        TunnelState now = _board.Status.State;
        return Enum.GetValues<TunnelState>().Select(state => new Measurement<int>(state == now ? 1 : 0, new KeyValuePair<string, object?>("state", TunnelNames.Of(state))));
    }

    private IEnumerable<Measurement<long>> Restarts()
    {
        TunnelStatus status = _board.Status;
        return Enum.GetValues<RestartReason>().Select(reason => new Measurement<long>(status.Restarts.GetValueOrDefault(reason), new KeyValuePair<string, object?>("reason", TunnelNames.Of(reason))));
    }

    private IEnumerable<Measurement<long>> ResidentBytes()
    {
        if (_board.Status.ProcessId is var process and > 0 && Pages(process) is { } pages)
            yield return new Measurement<long>(pages * Environment.SystemPageSize);
    }

    private IEnumerable<Measurement<int>> Prechecks() => _board.Status.Prechecks.Where(check => check.Status != Skipped).Select(check => new Measurement<int>(
        check.Status == Passed ? 1 : 0, new KeyValuePair<string, object?>("component", check.Component), new KeyValuePair<string, object?>("target", check.Target)));

    private static long? Pages(int process)
    {
        try
        {
            string[] fields = File.ReadAllText($"/proc/{process}/statm").Split(' ');
            return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long pages) ? pages : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
