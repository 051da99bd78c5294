using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>TLS with upstreams, against real servers with certificates of every kind.</summary>
public sealed class UpstreamTlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("expired", "caSecret: ca", "Request: the upstream's certificate expired on {0}-01-15")]
    [InlineData("wrong name", "caSecret: ca", "Request: the upstream's certificate is not for the Host of the request")]
    [InlineData("right", "caSecret: ca, serverName: b.internal", "Request: the upstream's certificate is not for 'b.internal'")]
    [InlineData("self-signed", "caSecret: ca", "Request: the upstream's certificate is self-signed")]
    [InlineData("self-signed", null, "Request: the upstream's certificate is self-signed")]
    [InlineData("right", null, "Request: the upstream's certificate is from an authority that is not trusted")]
    [InlineData("expired, wrong name", null, "Request: the upstream's certificate is not for the Host of the request and expired on {0}-01-15 and is from an authority that is not trusted")]
    public async Task UP_10_a_certificate_that_is_wrong_is_502_and_the_log_says_what_is_wrong_with_it(string certificate, string? tls, string error)
    {
        using X509Certificate2 shown = Certificate(certificate);
        await using TestBackend backend = await StartAsync(shown);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, tls));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        JsonElement line = await gateway.LogLineAsync();
        Assert.Equal(string.Format(null, error, TestCertificates.ExpiredOn.Year), line.GetProperty("error").GetString());
        Assert.Equal(0, line.GetProperty("retries").GetInt32());
        Assert.Empty(backend.Requests);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("wrong name")]
    [InlineData("self-signed")]
    public async Task UP_10_insecure_is_what_a_route_says_itself_and_is_shown(string certificate)
    {
        using X509Certificate2 shown = Certificate(certificate);
        await using TestBackend backend = await StartAsync(shown);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, "verify: false"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement route = Assert.Single((await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray());
        Assert.False(route.GetProperty("upstreamTls").GetProperty("verify").GetBoolean());
        JsonElement problem = Assert.Single((await gateway.AdminAsync("problems")).GetProperty("problems").EnumerateArray());
        Assert.Equal("warning", problem.GetProperty("severity").GetString());
        Assert.Contains("'verify: false' takes any certificate", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("caSecret: ca", "a.example")]
    [InlineData("caSecret: ca, serverName: b.internal", "b.internal")]
    public async Task A_certificate_of_the_routes_own_authority_is_taken_for_the_host_or_the_name_that_is_asked_for(string tls, string name)
    {
        ConcurrentQueue<string?> asked = new();
        using X509Certificate2 right = _certificates.For(name);
        await using TestBackend backend = await TestBackend.StartAsync(listen: listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (_, sni) =>
            {
                asked.Enqueue(sni);
                return right;
            },
        }));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, tls));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([name], asked);
        Assert.Equal("a.example", Assert.Single(backend.Requests).Headers["Host"]);
    }

    [Fact]
    public async Task Spellings_and_names_without_end_keep_no_connections_without_end()
    {
        ConcurrentDictionary<string, bool> connections = new(StringComparer.Ordinal);
        using X509Certificate2 own = TestCertificates.SelfSigned("a.example");
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            connections[context.Connection.Id] = true;
            return Task.CompletedTask;
        }, listen: listen =>
        {
            listen.Use(next => async connection =>
            {
                await next(connection);
                connections.TryRemove(connection.ConnectionId, out _);
            });
            listen.UseHttps(own);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: \"*.a.example\", service: \"https://127.0.0.1:{backend.Port}\", upstreamTls: {{ verify: false }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        foreach (string host in (string[])["one.a.example", "ONE.a.example", "oNe.A.example"])
            Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync(host)).StatusCode);
        Assert.Single(connections);
        for (int i = 0; i < 100; i++)
            Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync($"n{i}.a.example")).StatusCode);
        await Eventually.HoldsAsync(() => connections.Count <= 64, "those beyond end");
    }

    [Fact]
    public async Task A_self_signed_certificate_is_taken_when_it_is_its_own_authority()
    {
        using X509Certificate2 own = TestCertificates.SelfSigned("a.example");
        await using TestBackend backend = await StartAsync(own);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, "caSecret: ca"));
        folder.Write("ca.yaml", CaSecret(own.ExportCertificatePem()));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_came_over_http2_goes_over_http2_to_an_https_upstream_that_speaks_it()
    {
        using X509Certificate2 right = _certificates.For("a.example");
        await using TestBackend backend = await StartAsync(right);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, "caSecret: ca"));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } });
        foreach ((Uri listener, Version version) in ((Uri, Version)[])[(gateway.H2c, HttpVersion.Version20), (gateway.Public, HttpVersion.Version11)])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, listener) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(["HTTP/2", "HTTP/1.1"], backend.Requests.Select(seen => seen.Protocol));
    }

    [Fact]
    public async Task A_request_that_came_over_http2_goes_over_http1_to_an_https_upstream_that_speaks_nothing_else()
    {
        using X509Certificate2 right = _certificates.For("a.example");
        await using TestBackend backend = await TestBackend.StartAsync(listen: listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(right);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, "caSecret: ca"));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } });
        using HttpRequestMessage request = new(HttpMethod.Get, gateway.H2c) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("HTTP/1.1", Assert.Single(backend.Requests).Protocol);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Without_passHost_the_certificate_is_for_the_upstreams_own_address(string address)
    {
        IPAddress ip = IPAddress.Parse(address);
        using X509Certificate2 right = _certificates.For(address.Trim('[', ']'));
        await using TestBackend backend = await TestBackend.StartAsync(address: ip, listen: listen => listen.UseHttps(right));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"https://{address}:{backend.Port}\", passHost: false, upstreamTls: {{ caSecret: ca }}, health: {{ path: /healthz, interval: 100ms }} }}"));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, (await gateway.LogLineAsync()).TryGetProperty("error", out JsonElement error) ? error.GetString() : null));
    }

    [Fact]
    public async Task UP_01_an_endpoint_that_hangs_up_during_the_handshake_is_left_for_another_one()
    {
        using X509Certificate2 right = _certificates.For("a.example");
        await using TestBackend backend = await StartAsync(right);
        await using RawBackend rude = RawBackend.Start(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", scheme: https, upstreamTls: { caSecret: ca } }"));
        folder.Write("web.yaml", Service("web", rude.Port, backend.Port));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await Eventually.HoldsAsync(async () =>
        {
            using HttpResponseMessage response = await gateway.GetAsync("a.example");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return gateway.Log.Any(line => line.GetProperty("retries").GetInt32() > 0);
        }, "the rude one was asked first");
    }

    [Fact]
    public async Task A_route_waits_with_503_for_its_authorities_and_heals()
    {
        using X509Certificate2 right = _certificates.For("a.example");
        await using TestBackend backend = await StartAsync(right);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(backend, "caSecret: ca"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 503);
        folder.Write("ca.yaml", CaSecret("no certificate"));
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).GetRawText().Contains("waiting for Secret default/ca: its key 'ca.crt' holds no certificate in PEM", StringComparison.Ordinal), "the reason is told");
        folder.Write("ca.yaml", CaSecret("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("routes")).GetRawText().Contains("its key 'ca.crt' holds something else than certificates", StringComparison.Ordinal), "the reason is told");
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await gateway.EventuallyAnswersAsync("a.example", 200);
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem).Replace("ca.crt", "tls.crt", StringComparison.Ordinal));
        await gateway.EventuallyAnswersAsync("a.example", 503);
        Assert.Contains("it has no key 'ca.crt'", (await gateway.AdminAsync("routes")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_authority_counts_for_new_connections_and_cuts_none()
    {
        using TestCertificates later = new();
        using X509Certificate2 old = _certificates.For("a.example"), @new = later.For("b.example");
        ConcurrentQueue<string> connections = new();
        await using TestBackend one = await TestBackend.StartAsync(context =>
        {
            connections.Enqueue(context.Connection.Id);
            return Task.CompletedTask;
        }, listen: listen => listen.UseHttps(old));
        await using TestBackend other = await StartAsync(@new);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Route(one, "caSecret: ca"));
        folder.Write("b.yaml", Route(other, "caSecret: ca", "b.example"));
        folder.Write("ca.yaml", CaSecret(_certificates.AuthorityPem));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        await gateway.EventuallyAnswersAsync("b.example", 502);
        folder.Write("ca.yaml", CaSecret(later.AuthorityPem));
        await gateway.EventuallyAnswersAsync("b.example", 200);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Single(connections.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_route_that_asks_for_tls_never_goes_without()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", upstreamTls: { serverName: web.internal }, retry: { holdFor: 0s } }"));
        folder.Write("web.yaml", Service("web", backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("no endpoint: the route has 'upstreamTls', but requests would go to 'default/web:80' without TLS: write 'scheme: https'", (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task An_upstream_that_does_not_speak_tls_is_502_and_the_log_says_so()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"https://127.0.0.1:{backend.Port}\", retry: {{ holdFor: 0s }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("Request: the upstream and the gateway could not agree on TLS", (await gateway.LogLineAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task K8_07_the_authorities_of_a_cluster_are_read_by_name_only()
    {
        using X509Certificate2 right = _certificates.For("blog.example");
        await using TestBackend backend = await StartAsync(right);
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new();
        api.UpsertService("apps", "blog", ("https", 443, "8443"));
        api.UpsertEndpointSlice("apps", "blog-1", "blog", "https", backend.Port, ["127.0.0.1"]);
        api.UpsertConfigMap("apps", "blog", new Dictionary<string, string>(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" }, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["r.yaml"] = "routes:\n  - { host: blog.example, service: \"blog:443\", upstreamTls: { caSecret: blog-ca } }\n",
        });
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) } });
        await gateway.EventuallyAnswersAsync("blog.example", 503);
        api.Upsert("secrets", new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = "apps", ["name"] = "blog-ca" },
            ["data"] = new JsonObject { ["ca.crt"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_certificates.AuthorityPem)) },
        });
        await gateway.EventuallyAnswersAsync("blog.example", 200);
        Assert.All(api.Requests.Where(request => request.Plural == "secrets"), request => Assert.Equal(("get", "/api/v1/namespaces/apps/secrets/blog-ca"), (request.Verb, request.Path)));
        Assert.Equal("apps/blog-ca", (await gateway.AdminAsync("routes")).GetProperty("routes")[0].GetProperty("secrets")[0].GetString());
    }

    private X509Certificate2 Certificate(string kind) => kind switch
    {
        "expired" => _certificates.Expired("a.example"),
        "expired, wrong name" => _certificates.Expired("elsewhere.example"),
        "wrong name" => _certificates.For("elsewhere.example"),
        "self-signed" => TestCertificates.SelfSigned("a.example"),
        _ => _certificates.For("a.example"),
    };

    private static Task<TestBackend> StartAsync(X509Certificate2 certificate) => TestBackend.StartAsync(listen: listen => listen.UseHttps(certificate));

    private static string Route(TestBackend backend, string? tls, string host = "a.example") => ConfigMap(host.Replace('.', '-'),
        $"{{ host: {host}, service: \"https://127.0.0.1:{backend.Port}\", retry: {{ holdFor: 0s }}{(tls is null ? "" : $", upstreamTls: {{ {tls} }}")} }}");

    private static string CaSecret(string pem) =>
        $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: ca }}\nstringData:\n  ca.crt: |\n{string.Concat(pem.Split('\n').Select(line => $"    {line}\n"))}";
}
