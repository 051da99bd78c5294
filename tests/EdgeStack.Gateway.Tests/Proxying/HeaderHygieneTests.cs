using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class HeaderHygieneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Port")]
    [InlineData("X-Forwarded-Prefix")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("True-Client-IP")]
    [InlineData("CF-Connecting-IP")]
    [InlineData("CF-IPCountry")]
    [InlineData("CF-Worker")]
    [InlineData("Cf-Cloudflared-Proxy-Connection-Upgrade")]
    [InlineData("Cf-Access-Jwt-Assertion")]
    [InlineData("Proxy")]
    [InlineData("X-Forwarded")]
    [InlineData("Forwarded-For")]
    [InlineData("Client-IP")]
    [InlineData("Fastly-Client-IP")]
    [InlineData("WL-Proxy-Client-IP")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("Remote-User")]
    [InlineData("X-Remote-User")]
    [InlineData("X-Original-URI")]
    [InlineData("X-Original-Method")]
    [InlineData("X-Scheme")]
    [InlineData("X-Url-Scheme")]
    [InlineData("Front-End-Https")]
    [InlineData("X-Auth-Request-Email")]
    [InlineData("X-Authentik-Username")]
    [InlineData("X-SSL-Client-Verify")]
    [InlineData("SSL-Client-Cert")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    public async Task HD_03_HD_04_a_trust_header_of_a_visitors_is_taken_away_in_every_spelling_and_as_a_trailer(string name)
    {
        string[] spellings = [name, name.ToLowerInvariant(), name.ToUpperInvariant(), name.Replace('-', '_'), name.ToUpperInvariant().Replace('-', '_'), name.Replace('-', '.'), name.Replace('-', '!')];
        TestBackend.Seen seen = await SeenAsync(
            $"POST / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nTrailer: {name}\r\nTransfer-Encoding: chunked\r\n{string.Concat(spellings.Select(spelling => $"{spelling}: 6.6.6.6\r\n"))}X-Custom: kept\r\n\r\n"
            + $"5\r\nhello\r\n0\r\n{name}: 6.6.6.6\r\n\r\n");
        Assert.DoesNotContain(seen.Headers, header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.DoesNotContain("Trailer", seen.Headers.Keys);
        Assert.Equal(("kept", "127.0.0.1", "a.example", "http"),
            (seen.Headers["X-Custom"], seen.Headers["X-Forwarded-For"], seen.Headers["X-Forwarded-Host"], seen.Headers["X-Forwarded-Proto"]));
    }

    [Fact]
    public async Task HD_05_a_nominated_header_goes_no_further_but_neither_ours_nor_the_messages_own_can_be_nominated_away()
    {
        TestBackend.Seen seen = await SeenAsync("""
            GET / HTTP/1.0
            Host: a.example
            Connection: X-Forwarded-For, CF-Connecting-IP, authorization, X-Secret ,, X-Other, Cookie, not a name
            Connection: X-Third
            CF-Connecting-IP: 6.6.6.6
            Authorization: Basic eA==
            Cookie: a=b
            X-Secret: 1
            x-other: 2
            X-Third: 3
            X-Kept: 4


            """.ReplaceLineEndings("\r\n"));
        Assert.Equal(("127.0.0.1", "Basic eA==", "a=b", "4"), (seen.Headers["X-Forwarded-For"], seen.Headers["Authorization"], seen.Headers["Cookie"], seen.Headers["X-Kept"]));
        Assert.Empty(seen.Headers.Keys.Intersect(["CF-Connecting-IP", "X-Secret", "X-Other", "X-Third"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task HD_05_a_header_that_a_middleware_has_set_cannot_be_nominated_away()
    {
        const string Protected = """
            , middlewares: [ { basicAuth: { users: ["ann:$2y$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2"], headerField: X-Auth-User } },
            { headers: { customRequestHeaders: { X-Secret-Internal: s3, Content-Language: de, X-Gone: "" } } } ]
            """;
        TestBackend.Seen seen = await SeenAsync(
            "POST / HTTP/1.0\r\nHost: a.example\r\nConnection: x-auth-user, X-Secret-Internal\r\nConnection: content-language, X-Gone\r\nX-Auth-User: root\r\nX.Auth.User: root\r\nx_auth!user: root\r\nX-Gone: root\r\n"
            + $"Authorization: Basic {Convert.ToBase64String("ann:secret"u8)}\r\nContent-Length: 1\r\n\r\na", Protected.ReplaceLineEndings(""));
        Assert.Equal(("ann", "s3", "de"), (seen.Headers["X-Auth-User"], seen.Headers["X-Secret-Internal"], seen.Headers["Content-Language"]));
        Assert.DoesNotContain(seen.Headers, header => header.Value.Contains("root", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.example", 200)]
    [InlineData("A.EXAMPLE", 200)]
    [InlineData("a.example.", 200)]
    [InlineData("a.example:8080", 200)]
    [InlineData("xn--bcher-kva.example", 200)]
    [InlineData("x.wild.example", 200)]
    [InlineData("y.x.wild.example", 404)]
    [InlineData("a_b.example", 404)]
    [InlineData("nobody.example", 404)]
    [InlineData("[::1]:80", 404)]
    public async Task HD_06_a_host_has_one_answer_however_it_is_spelt(string host, int status)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), Route("bücher.example", backend), Route("\"*.wild.example\"", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? 1 : 0, backend.Requests.Count);
    }

    [Fact]
    public async Task HD_06_a_host_of_254_characters_is_refused()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {new string('a', 254)}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api../x")]
    [InlineData("/api%2f..")]
    [InlineData("/api/%2e%2e/x")]
    public async Task HD_09_a_stripped_prefix_does_not_lead_upwards(string target)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ match: \"Host(`a.example`) && PathPrefix(`/api`)\", service: \"http://127.0.0.1:{backend.Port}\", middlewares: [ {{ stripPrefix: {{ prefixes: [/api] }} }} ], allowEncoded: [slash] }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
    }

    [Theory]
    [InlineData("escape", "X-A: b\u001bc\r\n")]
    [InlineData("carriage return", "X-A: b\rX-B: c\r\n")]
    [InlineData("NUL", "X-A: b\0c\r\n")]
    [InlineData("no colon", "X-A\r\n")]
    [InlineData("300 cookies", null)]
    [InlineData("64 KiB", null)]
    public async Task HD_13_a_response_with_headers_that_are_none_is_502_and_not_passed_on(string what, string? headers)
    {
        headers ??= what == "64 KiB" ? "X-A: " + new string('b', 65_536) + "\r\n" : string.Concat(Enumerable.Range(0, 300).Select(i => $"Set-Cookie: c{i}=d\r\n"));
        using TcpListener upstream = new(IPAddress.Loopback, 0);
        upstream.Start();
        Task answering = AnswerAsync(upstream, $"HTTP/1.1 200 Fine\r\n{headers}Content-Length: 7\r\n\r\nsecret!");
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{((IPEndPoint)upstream.LocalEndpoint).Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("502: this service did not answer properly.\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-A", answer, StringComparison.Ordinal);
        Assert.Contains("Re", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        await answering;
    }

    [Theory]
    [InlineData("099")]
    [InlineData("000")]
    public async Task HD_13_a_status_that_is_none_is_502(string status)
    {
        using TcpListener upstream = new(IPAddress.Loopback, 0);
        upstream.Start();
        Task answering = AnswerAsync(upstream, $"HTTP/1.1 {status} Fine\r\nContent-Length: 7\r\n\r\nsecret!");
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{((IPEndPoint)upstream.LocalEndpoint).Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("502: this service did not answer properly.\n", answer, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task HD_13_what_an_upstream_means_for_the_next_hop_alone_and_a_reason_that_is_none_do_not_reach_a_visitor()
    {
        using TcpListener upstream = new(IPAddress.Loopback, 0);
        upstream.Start();
        Task answering = AnswerAsync(upstream, """
            HTTP/1.1 200 Fi@[2Jne
            Connection: close, X-Hop, not a name, content-type
            Connection: x-other
            X-Hop: 1
            X-Other: 1
            X-End: 2
            X-Folded: a
             b
            Trailer: X-Sum
            Content-Type: text/plain
            Content-Length: 7

            visible
            """.ReplaceLineEndings("\r\n").Replace('@', '\u001b'));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{((IPEndPoint)upstream.LocalEndpoint).Port}\" }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nvisible", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-End: 2\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Split("\r\n"), line => line.StartsWith("X-Hop", StringComparison.Ordinal) || line.StartsWith("X-Other", StringComparison.Ordinal) || line.StartsWith("Trailer", StringComparison.Ordinal));
        await answering;
    }

    private static async Task<TestBackend.Seen> SeenAsync(string request, string more = "")
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, more)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Assert.StartsWith("HTTP/1.1 200 ", await RawRequest.SendAsync(gateway.Public, Encoding.Latin1.GetBytes(request)), StringComparison.Ordinal);
        return Assert.Single(backend.Requests);
    }

    private static async Task AnswerAsync(TcpListener upstream, string answer)
    {
        using TcpClient client = await upstream.AcceptTcpClientAsync(Cancellation);
        NetworkStream stream = client.GetStream();
        Assert.True(await stream.ReadAsync(new byte[4096], Cancellation) > 0);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), Cancellation);
    }
}
