using System.Net;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_host_is_404_without_an_echo_of_what_was_asked()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("nobody.example", "/secret-path");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("nobody", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        await gateway.LogLineAsync();
        Assert.Contains("edgestack_gateway_requests_total{host=\"_other\",route=\"_none\",method=\"GET\",code=\"404\"} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_host_without_its_service_is_503_with_retry_after()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"gone:80\", retry: { holdFor: 0s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("no endpoint: there is no Service 'gone' in namespace 'default'", (await gateway.LogLineAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_quarantined_route_is_503_and_its_upstream_is_never_asked()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", middlewares: [ { forwardAuth: {} } ]")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task An_upstream_that_refuses_is_502_and_the_log_says_why()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{FreePort.Closed()}\", retry: {{ holdFor: 0s }} }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("Request: ConnectionRefused", (await gateway.LogLineAsync()).GetProperty("error").GetString());
        Assert.Contains("edgestack_gateway_forwarder_errors_total", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_request_gets_the_headers_of_a_refusal_without_its_body()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(HttpMethod.Head, gateway.Target("/"));
        using HttpResponseMessage response = await gateway.SendAsync(request, "nobody.example");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz/ready")]
    [InlineData("/api/v1/routes")]
    public async Task Nothing_of_our_own_is_reachable_through_the_public_listener(string path)
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("127.0.0.1", path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
