using System.Globalization;

namespace EdgeStack.StandIns.Cloudflared;

/// <summary>Plays a cloudflared that runs a tunnel. Its sentences, exit codes and answers are those of reference/console-tunnel-dashboards.md, section 3.</summary>
internal sealed class Script(Behaviour behaviour, Voice voice, IReadOnlyList<string> arguments)
{
    private const string Tunnel = "6ff42ae2-765d-4adf-8112-31c55c1551ef";

    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _mode = behaviour.Mode;

    private bool IsQuick => !arguments.Contains("run");

    private bool IsHttp2 => arguments.SkipWhile(argument => argument != "--protocol").Skip(1).FirstOrDefault() == "http2";

    private int Slots => IsQuick ? 1 : 4;

    /// <summary>A signal: the first ends in order, a second at once.</summary>
    public bool Stop()
    {
        if (_mode == "hang-on-term")
            return true;
        voice.Info("Initiating graceful shutdown due to signal terminated ...");
        return _stop.TrySetResult();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        if (behaviour.Words is { } words)
            voice.Bare(words);
        if (FailsAtOnce() is { } code)
            return code;
        voice.Bare("2026/11/29 06:00:00 failed to sufficiently increase receive buffer size (was: 208 kiB, wanted: 7168 kiB, got: 416 kiB). See the documentation of quic-go for details.");
        voice.Info("Starting tunnel", ("tunnelID", Tunnel));
        voice.Info("Generated Connector ID: 0c9b1a2e-0000-4000-8000-000000000001");
        voice.Info("Initial protocol " + (IsHttp2 ? "http2" : "quic"));
        using MetricsServer metrics = new(Answer);
        if (_mode != "no-metrics")
            voice.Info($"Starting metrics server on {metrics.Start()}/metrics");
        Precheck();
        using Edge edge = new(arguments.SkipWhile(argument => argument != "--config").ElementAt(1));
        behaviour.IsReachedAt(edge.Start());
        await BehaveAsync();
        await _stop.Task;
        using PeriodicTimer looks = new(TimeSpan.FromMilliseconds(5));
        while (behaviour.HasRequestsUnderWay)
            await looks.WaitForNextTickAsync();
        voice.Info("Tunnel server stopped");
        voice.Info("Metrics server stopped");
        return 0;
    }

    private int? FailsAtOnce()
    {
        switch (_mode)
        {
            case "exit0":
                voice.Info("Tunnel server stopped");
                return 0;
            case "exit1":
                voice.Error("Cannot start", "open config.yml: something is wrong with it");
                return 1;
            case "exit11":
                voice.Info("cloudflared has been updated to version 2026.9.0");
                return 11;
            case "exit255":
                voice.Bare("Provided Tunnel token is not valid.");
                voice.Bare("See 'cloudflared tunnel run --help'.");
                return 255;
            case "port-busy":
                voice.Bare("Error opening metrics server listener: listen tcp 127.0.0.1:0: bind: address already in use");
                return 1;
            case "no-dns":
                voice.Error("edge discovery: error looking up Cloudflare edge IPs: the DNS query failed", "lookup _v2-origintunneld._tcp.argotunnel.com: no such host");
                return 1;
            case "quick-429":
                voice.Error("Error unmarshaling QuickTunnel response: error code: 1015", "invalid character 'e' looking for beginning of value", ("status_code", "429 Too Many Requests"));
                return 1;
            case "quick-down":
                voice.Bare("failed to parse quick Tunnel ID: invalid UUID length: 0");
                return 1;
            default:
                return null;
        }
    }

    private void Precheck()
    {
        string udp = _mode == "udp-blocked" ? "fail" : "pass";
        voice.Info("precheck", ("component", "UDP Connectivity"), ("target", "region1.v2.argotunnel.com:7844"), ("status", udp));
        voice.Info("precheck", ("component", "TCP Connectivity"), ("target", "region1.v2.argotunnel.com:7844"), ("status", "pass"));
    }

    private async Task BehaveAsync()
    {
        switch (_mode)
        {
            case "never-ready":
                voice.Error("Serve tunnel error", "timeout: no recent network activity", ("connIndex", 0));
                return;
            case "udp-blocked" when !IsHttp2:
                voice.Error("Failed to dial a quic connection", "timeout: no recent network activity", ("connIndex", 0));
                return;
            case "unauthorized":
                for (int i = 0; i < 3; i++)
                    voice.Error("Register tunnel error from server side", "Unauthorized: Invalid tunnel secret", ("connIndex", 0));
                return;
            case "log-flood":
                await FloodAsync();
                break;
        }

        for (int slot = 0; slot < (_mode == "few" ? 2 : Slots); slot++)
        {
            voice.Info("Registered tunnel connection", ("connIndex", slot), ("connection", "a0c1f2e3-0000-4000-8000-00000000000" + slot.ToString(CultureInfo.InvariantCulture)),
                ("event", 0), ("ip", "198.41.192.7"), ("location", slot % 2 == 0 ? "fra08" : "prg02"), ("protocol", IsHttp2 ? "http2" : "quic"));
        }

        if (_mode == "remote-config")
            voice.Info("Updated to new configuration", ("config", "{\"ingress\":[]}"), ("version", 7));
    }

    // A line of a megabyte, bytes that are no text, and as much as the pipe takes.
    private async Task FloodAsync()
    {
        voice.Bare(new string('x', 1 << 20));
        voice.Bytes([0x00, 0xff, 0xfe, 0x1b, (byte)'[', (byte)'m', (byte)'\n']);
        for (int i = 0; i < 50_000; i++)
            voice.Error("Request failed", "context canceled", ("event", 1));
        await Task.Yield();
    }

    private (int Status, string Body)? Answer(string path)
    {
        if (_mode == "silent")
            return null;
        int ready = _stop.Task.IsCompleted ? 0 : behaviour.Ready ?? Connections();
        return path switch
        {
            "/ready" => (ready > 0 ? 200 : 503, $$"""{"status":{{(ready > 0 ? 200 : 503)}},"readyConnections":{{ready}},"connectorId":"0c9b1a2e-0000-4000-8000-000000000001"}"""),
            "/healthcheck" => (200, "OK"),
            "/quicktunnel" => (200, IsQuick ? """{"hostname":"gentle-river-42.trycloudflare.com"}""" : """{"hostname":""}"""),
            "/config" => (200, Configuration()),
            "/metrics" => (200, "# HELP cloudflared_tunnel_total_requests Amount of requests proxied through all the tunnels\n# TYPE cloudflared_tunnel_total_requests counter\ncloudflared_tunnel_total_requests 42\n# TYPE go_goroutines gauge\ngo_goroutines 97\n"),
            _ => (404, "404 page not found\n"),
        };
    }

    private int Connections() => _mode switch
    {
        "never-ready" or "unauthorized" => 0,
        "udp-blocked" => IsHttp2 ? Slots : 0,
        "udp-lost" => !IsHttp2 && behaviour.IsUdpLost ? 0 : Slots,
        "few" => 2,
        _ => Slots,
    };

    private string Configuration() => _mode == "remote-config"
        ? $$$"""{"version":7,"config":{"ingress":[{"hostname":"blog.example.com","service":"{{{behaviour.Service}}}"},{"service":"http_status:404"}]}}"""
        : """{"version":-1,"config":{"ingress":[]}}""";
}
