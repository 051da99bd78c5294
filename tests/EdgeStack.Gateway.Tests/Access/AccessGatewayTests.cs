using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using EdgeStack.Gateway.Access;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Access;

/// <summary>The whole gateway: what visitors, services and owners see of Cloudflare Access.</summary>
[UnsupportedOSPlatform("windows")] // nor is the gateway for it
public sealed class AccessGatewayTests
{
    private const string Protected = $", middlewares: [ {{ cloudflareAccess: {{ team: {AccessLogin.Team}, audience: {AccessLogin.Audience}, headerField: X-Mail }} }} ]";

    private static readonly SigningKey Key = new("first");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("public")]
    [InlineData("trusted peer")]
    [InlineData("tunnel")]
    public async Task HD_10_HD_03_a_login_counts_whoever_brings_it_and_the_service_hears_the_e_mail_and_no_header_of_Cloudflares(string way)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using KeyServer server = await KeyServer.StartAsync(Key);
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend, Protected)));
        GatewayOptions options = new() { Routes = [Path.Combine(folder.Path, "routes")], AccessLog = { Format = AccessLogFormat.Traefik } };
        if (way == "tunnel")
            options.Listeners.Tunnel = Path.Combine(folder.Path, "tunnel", "t.sock");
        if (way == "trusted peer" && AddressRange.TryParse("127.0.0.0/8", out AddressRange loopback))
            options.Visitor.TrustedPeers = [loopback];
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, services => services.AddSingleton(server.Endpoint(TimeProvider.System)));
        using HttpClient visitor = way == "tunnel" ? Through(options.Listeners.Tunnel!) : Through(gateway.Public);
        string token = Key.Sign(AccessLogin.Claims(TimeProvider.System.GetUtcNow()));

        using HttpResponseMessage refused = await visitor.SendAsync(Asking(("CF-Connecting-IP", "203.0.113.9"), ("Cf-Access-Authenticated-User-Email", "ann@example.com")), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(backend.Requests);
        using HttpResponseMessage passed = await visitor.SendAsync(
            Asking((AccessLogin.Header, token), ("Cf_Access_Jwt_Assertion", token), ("Cf-Access-Authenticated-User-Email", "root@example.com"), ("X-Mail", "root@example.com"), ("X_Mail", "root@example.com")), Cancellation);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        IReadOnlyDictionary<string, string> seen = Assert.Single(backend.Requests).Headers;
        Assert.Equal("ann@example.com", seen["X-Mail"]);
        Assert.DoesNotContain(seen, header => header.Value.Contains("root", StringComparison.Ordinal) || header.Value.Contains(token, StringComparison.Ordinal) || header.Key.StartsWith("cf", StringComparison.OrdinalIgnoreCase));
        JsonElement line = await gateway.LogLineAsync(line => line.GetProperty("DownstreamStatus").GetInt32() == 200);
        Assert.Equal("ann@example.com", line.GetProperty("ClientUsername").GetString());
    }

    [Theory]
    [InlineData("missing", 403, "cloudflareAccess: no token")]
    [InlineData("expired", 403, "cloudflareAccess: the token has expired")]
    [InlineData("two headers", 403, "cloudflareAccess: more than one token")]
    [InlineData("20 KiB", 403, "cloudflareAccess: the token is too long")]
    [InlineData("64 KiB", 431, "rejected: header_size")]
    public async Task HD_10_a_visitor_who_is_not_let_in_hears_nothing_and_the_log_says_why_without_the_token(string token, int status, string error)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using KeyServer server = await KeyServer.StartAsync(Key);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, Protected)));
        LogMemory log = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(
            new GatewayOptions { Routes = [folder.Path] }, services => services.AddSingleton(server.Endpoint(TimeProvider.System)).AddSingleton<ILoggerProvider>(log));
        string[] lines = Lines(token, TimeProvider.System.GetUtcNow());
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.ASCII.GetBytes(
            $"GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n{string.Concat(lines.Select(line => $"{AccessLogin.Header}: {line}\r\n"))}\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        if (status == 403)
            Assert.EndsWith("\r\n\r\n403: this is not open to you.\n", answer, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
        Assert.Equal(error, (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Assert.All(lines.SelectMany(line => line.Split('.')), part => Assert.DoesNotContain(gateway.LogLines.Concat(log.Messages).Append(answer), text => text.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HD_11_a_slow_endpoint_holds_up_no_other_route_and_a_visitor_for_five_seconds()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using TestBackend backend = await TestBackend.StartAsync();
        await using KeyServer server = await KeyServer.StartAsync();
        server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, Protected), Route("b.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(
            new GatewayOptions { Routes = [folder.Path] }, services => services.AddSingleton<TimeProvider>(time).AddSingleton(server.Endpoint(time)));
        // The keys are asked for before anybody comes.
        await Eventually.HoldsAsync(() => server.Asked.Count == 1, "the endpoint has been asked");
        HttpRequestMessage login = new(HttpMethod.Get, gateway.Target("/"));
        login.Headers.Add(AccessLogin.Header, Key.Sign(AccessLogin.Claims(time.GetUtcNow())));
        Task<HttpResponseMessage> held = gateway.SendAsync(login, "a.example");
        using HttpResponseMessage open = await gateway.GetAsync("b.example");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.False(held.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        using HttpResponseMessage closed = await held;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, closed.StatusCode);
        Assert.Single(server.Asked);
        JsonElement line = await gateway.LogLineAsync(line => line.GetProperty("status").GetInt32() == 503);
        Assert.Equal("cloudflareAccess: no keys of team shop: no answer within five seconds", line.GetProperty("error").GetString());
    }

    [Fact]
    public async Task HD_11_routes_of_a_team_share_its_keys_and_an_edit_that_names_another_one_forgets_them()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        await using KeyServer server = await KeyServer.StartAsync(Key);
        using KeyEndpoint endpoint = server.Endpoint(TimeProvider.System);
        AccessTeams teams = new(endpoint, TimeProvider.System, NullLogger<TeamKeys>.Instance);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, Protected), Route("b.example", backend, Protected)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path] }, services => services.AddSingleton(teams));
        string token = Key.Sign(AccessLogin.Claims(TimeProvider.System.GetUtcNow()));
        foreach (string host in (string[])["a.example", "b.example"])
        {
            HttpRequestMessage login = new(HttpMethod.Get, gateway.Target("/"));
            login.Headers.Add(AccessLogin.Header, token);
            using HttpResponseMessage response = await gateway.SendAsync(login, host);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(["shop"], server.Asked);
        TeamKeys keys = Assert.Single(teams.All);
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, Protected), Route("b.example", backend)));
        await gateway.EventuallyAnswersAsync("b.example", 200);
        Assert.Same(keys, Assert.Single(teams.All));
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, Protected.Replace("team: shop", "team: other", StringComparison.Ordinal))));
        await Eventually.HoldsAsync(() => teams.All.Single().Issuer == "https://other.cloudflareaccess.com", "the first team is forgotten");
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await Eventually.HoldsAsync(() => teams.All.Count == 0, "no team is kept");
    }

    private static string[] Lines(string token, DateTimeOffset now) => token switch
    {
        "missing" => [],
        "expired" => [Key.Sign(AccessLogin.Claims(now, claims => claims["exp"] = now.AddHours(-1).ToUnixTimeSeconds()))],
        "two headers" => [Key.Sign(AccessLogin.Claims(now)), Key.Sign(AccessLogin.Claims(now))],
        "20 KiB" => [Key.Sign(AccessLogin.Claims(now, claims => claims["groups"] = new string('g', 15 * 1024)))],
        _ => [Key.Sign(AccessLogin.Claims(now, claims => claims["groups"] = new string('g', 48 * 1024)))],
    };

    private static HttpRequestMessage Asking(params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri("http://a.example/"));
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static HttpClient Through(string socket) => Through(AddressFamily.Unix, new UnixDomainSocketEndPoint(socket));

    private static HttpClient Through(Uri address) => Through(AddressFamily.InterNetwork, new IPEndPoint(IPAddress.Loopback, address.Port));

    private static HttpClient Through(AddressFamily family, EndPoint end) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket connection = new(family, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(end, cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }, disposeHandler: true);
}
