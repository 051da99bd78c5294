using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeStack.Gateway.Settings;
using EdgeStack.Telemetry.Foreign;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>The whole gateway with its tunnel.</summary>
public sealed partial class TunnelGatewayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_admin_API_tells_how_the_tunnel_is()
    {
        using TemporaryFolder folder = new();
        GatewayOptions options = Options(folder, "remote-config");
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 29, 14, 2, 0, TimeSpan.Zero));
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, services =>
        {
            StandIn.StayAtHome(services);
            services.AddSingleton<TimeProvider>(clock);
        });
        await Eventually.HoldsAsync(async () => await gateway.AdminAsync("tunnel") is var tunnel
            && tunnel.GetProperty("state").GetString() == "ready" && tunnel.GetProperty("connections").GetArrayLength() == 4 && tunnel.GetProperty("elsewhere").GetArrayLength() == 1 && tunnel.GetProperty("events").GetArrayLength() == 2, "the tunnel is ready");
        string answer = JsonSerializer.Serialize(await gateway.AdminAsync("tunnel"), Indented);
        GoldenCase.Read("", "tunnel.golden").Check(Port().Replace(answer, "127.0.0.1:PORT") + "\n");
    }

    [Fact]
    public async Task Without_a_tunnel_the_admin_API_says_that_none_is_wanted()
    {
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.File("routes"));
        JsonElement tunnel = await gateway.AdminAsync("tunnel");
        Assert.Equal(("off", "disabled", "No tunnel is wanted (setting tunnel.mode)"), (tunnel.GetProperty("mode").GetString(), tunnel.GetProperty("state").GetString(), tunnel.GetProperty("sentence").GetString()));
        Assert.Contains("edgestack_tunnel_enabled 0", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cloudflared_exposes_stands_in_the_gateways_metrics()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(Options(folder, "ok"), StandIn.StayAtHome);

        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("# TYPE cloudflared_tunnel_total_requests counter\ncloudflared_tunnel_total_requests 42\n", StringComparison.Ordinal), "cloudflared's families are there");
        string metrics = await gateway.MetricsAsync();
        Assert.Contains("edgestack_tunnel_enabled 1\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("go_goroutines", metrics, StringComparison.Ordinal);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.Metrics, "/metrics"));
        request.Headers.Add("Accept", "application/openmetrics-text; version=1.0.0");
        using HttpResponseMessage response = await gateway.Client.SendAsync(request, Cancellation);
        string openMetrics = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("# TYPE cloudflared_tunnel_total_requests unknown\ncloudflared_tunnel_total_requests 42\n", openMetrics, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", openMetrics, StringComparison.Ordinal);
        Assert.Equal(1, openMetrics.Split("# EOF").Length - 1);
    }

    [Fact]
    public async Task What_cloudflared_has_exposed_is_gone_with_it()
    {
        await using TunnelLab lab = await new TunnelLab(TunnelMode.Managed, "ok").StartAsync();
        await lab.UntilAsync(_ => lab.Board.Families != ForeignExposition.Empty, "its families are known");

        Task stopping = lab.StopAsync();
        await lab.UntilAsync(_ => stopping.IsCompleted, "it has ended");

        Assert.Same(ForeignExposition.Empty, lab.Board.Families);
    }

    [Fact]
    public async Task TN_16_until_cloudflared_has_ended_requests_come_through_the_tunnels_socket()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("busy", "");
        GatewayOptions options = Options(folder, "ok", Route("a.example", backend));
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, StandIn.StayAtHome);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("tunnel")).GetProperty("state").GetString() == "ready", "the tunnel is ready");

        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("tunnel")).GetProperty("state").GetString() == "stopping", "the tunnel stops");
        using (HttpResponseMessage ready = await gateway.Client.GetAsync(new Uri(gateway.Metrics, "/healthz/ready"), Cancellation))
            Assert.Equal(503, (int)ready.StatusCode);
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(options.Listeners.Tunnel!), StringComparison.Ordinal);
        File.Delete(folder.File("busy"));
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(("203.0.113.9", "cf-connecting-ip"), (line.GetProperty("client").GetString(), line.GetProperty("clientSource").GetString()));
    }

    [Fact]
    public async Task A_second_signal_ends_a_cloudflared_that_takes_its_time()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(Options(folder, "hang-on-term"), StandIn.StayAtHome);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("tunnel")).GetProperty("state").GetString() == "ready", "the tunnel is ready");
        Task stopping = gateway.StopAsync(PosixSignal.SIGTERM);
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("tunnel")).GetProperty("state").GetString() == "stopping", "the tunnel stops");
        _ = gateway.StopAsync(PosixSignal.SIGTERM);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // With a tunnel by token whose stand-in behaves like that.
    private static GatewayOptions Options(TemporaryFolder folder, string behaviour, params string[] routes)
    {
        folder.Write("routes/a.yaml", ConfigMap("a", routes));
        folder.Write("mode", behaviour);
        GatewayOptions options = new() { Routes = [folder.File("routes")] };
        options.UseTunnel(folder);
        return options;
    }

    private static async Task<string> AskAsync(string socket)
    {
        using Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), Cancellation);
        await using NetworkStream stream = new(connection);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a.example\r\nCF-Connecting-IP: 203.0.113.9\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancellation);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();
}
