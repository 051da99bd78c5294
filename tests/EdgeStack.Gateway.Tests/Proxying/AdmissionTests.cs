using System.Net;
using System.Text;
using EdgeStack.Gateway.Proxying;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData("GET", "/a/%2e%2e/b", 400, "dot_segment")]
    [InlineData("GET", "/a/../b", 400, "dot_segment")]
    [InlineData("GET", "/..%2fadmin", 400, "dot_segment")]
    [InlineData("GET", "/a/..;/b", 400, "dot_segment")]
    [InlineData("GET", "/a%c0%afb", 400, "not_utf8")]
    [InlineData("GET", "/a%0ab", 400, "control_character")]
    [InlineData("GET", "/a%zz", 400, "broken_encoding")]
    [InlineData("GET", "/a%u002fb", 400, "broken_encoding")]
    [InlineData("GET", "/a\u007fb", 400, "control_character")]
    [InlineData("GET", "/a\tb", 400, "control_character")]
    [InlineData("TRACE", "/", 405, "method")]
    [InlineData("MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM", "/", 501, "method")]
    public async Task HD_08_an_ambiguous_request_is_refused_closed_and_counted_and_no_upstream_is_asked(string method, string target, int status, string reason)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: a.example\r\n\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
        Assert.Equal($"rejected: {reason}", (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Assert.Equal(target, (await gateway.LogLineAsync()).GetProperty("path").GetString());
        Assert.Contains($"edgestack_rejected_requests_total{{reason=\"{reason}\"}} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a b", "target_character")]
    [InlineData("/a?b c", "target_character")]
    [InlineData("/a?b\u007f", "control_character")]
    [InlineData("/a?b\tc", "control_character")]
    [InlineData("/a HTTP/1.1 ", "target_character")]
    public async Task HD_08_a_byte_that_no_target_has_is_refused_over_http2_as_well(string target, string reason)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } });
        Uri asked = new(gateway.H2c.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(HttpMethod.Get, asked) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal((HttpStatusCode.BadRequest, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Empty(backend.Requests);
        Assert.Equal($"rejected: {reason}", (await gateway.LogLineAsync()).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("/caf\u00e9")]
    [InlineData("/a?\u00e9")]
    [InlineData("/a\u0100")]
    [InlineData("http://a.example/a b")]
    public void HD_08_a_target_is_visible_ascii(string target) => Assert.Equal("target_character", RequestSyntax.JudgeTarget(target)?.Reason);

    [Fact]
    public async Task HD_08_every_other_target_is_forwarded_byte_for_byte()
    {
        string[] targets = ["/", "/a//b", "/!\"$&'()*+,-.;<=>@[\\]^_`{|}~?!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~", "/" + new string('a', 7_900)];
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Public);
        foreach (string target in targets)
            Assert.StartsWith("HTTP/1.1 200 ", await connection.AskAsync($"GET {target} HTTP/1.1\r\nHost: a.example\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(targets, backend.Requests.Select(request => request.RawTarget));
    }

    [Theory]
    [InlineData("/files/100%25%23%3F.txt")]
    [InlineData("/api/v4/projects/group%2Fproject")]
    [InlineData("/_matrix/client/v3/directory/room/%23room%3Aexample.org")]
    public async Task An_encoded_byte_passes_verbatim_where_nothing_looks_at_the_path(string target)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example", target);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(target, Assert.Single(backend.Requests).RawTarget);
    }

    [Theory]
    [InlineData("/api/a%2Fb", "", 400)]
    [InlineData("/other/a%2Fb", "", 400)]
    [InlineData("/api/a%2Fb", ", allowEncoded: [slash]", 200)]
    [InlineData("/api/a%5Cb", ", allowEncoded: [slash]", 400)]
    [InlineData("/api/a%2Fb%5Cc%23%3F%25", ", allowEncoded: [slash, backslash, hash, questionMark, percent]", 200)]
    public async Task An_encoded_byte_is_refused_where_a_rule_of_the_host_looks_at_the_path_unless_the_route_opens_it(string target, string more, int status)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, $", path: /api{more}"), Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example", target);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(31, "", 403)]
    [InlineData(253, "", 403)]
    [InlineData(253, ".", 403)]
    [InlineData(253, ":80", 403)]
    [InlineData(254, "", 400)]
    [InlineData(321, ":80", 400)]
    public async Task No_host_is_too_long_for_a_rule_that_protects_it(int length, string suffix, int status)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("\"**.a.example\"", backend),
            $$"""{ match: "HostRegexp(`\\.internal\\.a\\.example$`)", priority: 100, service: "http://127.0.0.1:{{backend.Port}}", middlewares: [ { ipAllowList: { sourceRange: [10.0.0.0/8] } } ] }"""));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string host = ".internal.a.example".PadLeft(length, 'a') + suffix;
        string answer = await RawRequest.SendAsync(gateway.Public, Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task The_path_that_rules_see_is_the_one_that_a_tolerant_upstream_would_see()
    {
        await using TestBackend open = await TestBackend.StartAsync(), admin = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", open), Route("a.example", admin, ", path: /admin")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        foreach (string spelling in (string[])["/admin", "//admin", "/%61dmin/", "///admin//x", "/admin;v=1/.."])
            (await gateway.GetAsync("a.example", spelling)).Dispose();
        Assert.Equal(["/admin", "//admin", "/%61dmin/", "///admin//x"], admin.Requests.Select(request => request.RawTarget));
        Assert.Empty(open.Requests);
    }
}
