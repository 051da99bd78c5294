using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Listeners;

[UnsupportedOSPlatform("windows")] // nor is the gateway for it
public sealed class TunnelTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HD_03_Through_the_tunnels_socket_the_named_visitor_counts_and_the_upstream_hears_it_from_us_alone()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a",
            Route("a.example", backend, ", middlewares: [ { ipAllowList: { sourceRange: [203.0.113.0/24] } } ]"),
            $$"""{ match: "Host(`b.example`) && ClientIP(`203.0.113.9`)", service: "http://127.0.0.1:{{backend.Port}}" }"""));
        GatewayOptions options = Options(folder);
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.GetDirectoryName(options.Listeners.Tunnel)!));
        using HttpClient tunnel = Through(options.Listeners.Tunnel!);
        foreach ((string host, HttpStatusCode expected) in new[] { ("a.example", HttpStatusCode.OK), ("b.example", HttpStatusCode.OK) })
        {
            using HttpResponseMessage response = await tunnel.SendAsync(Spoofing(host), Cancellation);
            Assert.Equal(expected, response.StatusCode);
        }

        IReadOnlyDictionary<string, string> seen = backend.Requests.First().Headers;
        Assert.DoesNotContain(seen, header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal) || header.Key.StartsWith("cf", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(("203.0.113.9", "203.0.113.9", "https", "a.example", "443"),
            (seen["X-Forwarded-For"], seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["X-Forwarded-Host"], seen["X-Forwarded-Port"]));
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(["203.0.113.9", "cf-connecting-ip", "SE", "8a1b2c3d4e5f6071-ARN"], ((string[])["client", "clientSource", "country", "ray"]).Select(field => line.GetProperty(field).GetString()!));
    }

    [Fact]
    public async Task HD_01_The_same_headers_on_the_public_listener_make_nobody_else_of_the_visitor()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend), Route("b.example", backend, ", middlewares: [ { ipAllowList: { sourceRange: [203.0.113.0/24] } } ]")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(Options(folder));
        (await gateway.SendAsync(Spoofing("a.example", gateway.Target("/")), "a.example:81")).Dispose();
        using HttpResponseMessage refused = await gateway.SendAsync(Spoofing("b.example", gateway.Target("/")), "b.example");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        IReadOnlyDictionary<string, string> seen = Assert.Single(backend.Requests).Headers;
        Assert.DoesNotContain(seen, header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal) || header.Value.Contains("203.0.113", StringComparison.Ordinal));
        Assert.Equal(("127.0.0.1", "127.0.0.1", "http", "a.example:81", "81"),
            (seen["X-Forwarded-For"], seen["X-Real-IP"], seen["X-Forwarded-Proto"], seen["X-Forwarded-Host"], seen["X-Forwarded-Port"]));
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(("127.0.0.1", "direct", false), (line.GetProperty("client").GetString(), line.GetProperty("clientSource").GetString(), line.TryGetProperty("country", out _)));
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9", "cf-connecting-ip")]
    [InlineData("127.0.0.2", "127.0.0.1", "direct")]
    public async Task HD_01_Loopback_names_the_visitor_only_where_the_owner_has_said_so(string trusted, string client, string source)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = Options(folder);
        Assert.True(AddressRange.TryParse(trusted, out AddressRange loopback));
        options.Visitor.TrustedPeers = [loopback];
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);

        (await gateway.SendAsync(Spoofing("a.example", gateway.Target("/")), "a.example")).Dispose();

        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal((client, source), (line.GetProperty("client").GetString(), line.GetProperty("clientSource").GetString()));
    }

    [Fact]
    public async Task A_dead_socket_is_replaced_and_a_live_one_is_refused_with_a_sentence()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = Options(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(options.Listeners.Tunnel)!, OwnerOnly);
        LeaveDead(options.Listeners.Tunnel!);
        await using RunningGateway first = await RunningGateway.StartAsync(options);
        using HttpClient tunnel = Through(options.Listeners.Tunnel!);
        using HttpResponseMessage response = await tunnel.SendAsync(Spoofing("a.example"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        IOException refused = await Assert.ThrowsAsync<IOException>(() => RunningGateway.StartAsync(Options(folder)));
        Assert.Equal($"listeners.tunnel: another program listens on '{options.Listeners.Tunnel}'; stop it or name another path", refused.Message);
        using HttpResponseMessage again = await tunnel.SendAsync(Spoofing("a.example"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_folder_that_others_may_enter_and_a_file_in_the_sockets_place_are_refused_and_stay_as_they_are()
    {
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a"));
        GatewayOptions options = Options(folder);
        string place = Directory.CreateDirectory(Path.GetDirectoryName(options.Listeners.Tunnel)!, OwnerOnly | UnixFileMode.GroupExecute).FullName;
        Assert.Contains("others may enter", (await Assert.ThrowsAsync<IOException>(() => RunningGateway.StartAsync(options))).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(place, OwnerOnly);
        await File.WriteAllTextAsync(options.Listeners.Tunnel!, "precious", Cancellation);
        Assert.Contains("is not a socket", (await Assert.ThrowsAsync<IOException>(() => RunningGateway.StartAsync(options))).Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(options.Listeners.Tunnel!, Cancellation));
    }

    private static GatewayOptions Options(TemporaryFolder folder)
    {
        GatewayOptions options = new() { Routes = [Path.Combine(folder.Path, "routes")] };
        options.Listeners.Tunnel = Path.Combine(folder.Path, "tunnel", "gateway.sock");
        return options;
    }

    private static HttpRequestMessage Spoofing(string host, Uri? target = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, target ?? new Uri("http://tunnel/"));
        request.Headers.Host = host;
        foreach ((string name, string value) in new[]
        {
            ("CF-Connecting-IP", "203.0.113.9"), ("CF-IPCountry", "SE"), ("CF-Ray", "8a1b2c3d4e5f6071-ARN"), ("CF-Visitor", "{\"scheme\":\"https\"}"),
            ("X-Forwarded-For", "6.6.6.6, 203.0.113.9"), ("X-Forwarded-Host", "6.6.6.6"), ("X-Forwarded-Port", "6.6.6.6"), ("X-Real-IP", "6.6.6.6"), ("Forwarded", "for=6.6.6.6"),
            ("X-Forwarded-Prefix", "6.6.6.6"), ("True-Client-IP", "6.6.6.6"), ("X_Forwarded_For", "6.6.6.6"), ("Cf-Access-Jwt-Assertion", "6.6.6.6"), ("Cf-Cloudflared-Proxy-Connection-Index", "6.6.6.6"),
        })
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static HttpClient Through(string socket) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }, disposeHandler: true);

    // What a gateway that was killed leaves behind: a bound socket removes its file only when it is closed by its owner.
    private static void LeaveDead(string path)
    {
        string elsewhere = path + ".bound";
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(elsewhere));
        File.Move(elsewhere, path);
    }
}
