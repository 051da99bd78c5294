using System.Net;
using System.Net.WebSockets;
using System.Text;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class SchemeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_route_with_scheme_h2c_is_served_over_http2_without_tls()
    {
        await using TestBackend backend = await TestBackend.StartAsync(listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.Equal(("HTTP/2", "a.example"), (seen.Protocol, seen.Headers["Host"]));
    }

    [Fact]
    public async Task A_services_annotation_names_the_scheme_and_a_routes_field_overrules_it()
    {
        await using TestBackend two = await TestBackend.StartAsync(listen: Http2), one = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: two.example, service: \"two:80\" }", "{ host: one.example, service: \"one:80\", scheme: http }"));
        folder.Write("two.yaml", Annotated(Service("two", two.Port), "h2c"));
        folder.Write("one.yaml", Annotated(Service("one", one.Port), "h2c"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        (await gateway.GetAsync("two.example")).Dispose();
        (await gateway.GetAsync("one.example")).Dispose();
        Assert.Equal(("HTTP/2", "HTTP/1.1"), (Assert.Single(two.Requests).Protocol, Assert.Single(one.Requests).Protocol));
        Assert.Equal($"h2c://127.0.0.1:{two.Port}", (await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray()
            .Single(route => route.GetProperty("match").GetString() == "Host(`two.example`)").GetProperty("endpoints")[0].GetString());
    }

    [Fact]
    public async Task A_services_annotation_that_is_no_scheme_is_503_and_says_so()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", retry: { holdFor: 0s } }"));
        folder.Write("web.yaml", Annotated(Service("web", 1), "ftp"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.EndsWith("with 'ftp', which is none of http, https, h2c", (await gateway.LogLineAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_passHost_the_upstream_sees_its_own_address_as_host()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", passHost: false")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        (await gateway.GetAsync("a.example")).Dispose();
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.Equal(($"127.0.0.1:{backend.Port}", "a.example"), (seen.Headers["Host"], seen.Headers["X-Forwarded-Host"]));
    }

    [Fact]
    public async Task A_web_socket_goes_over_http1_also_to_an_h2c_upstream()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes("welcome"), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using ClientWebSocket visitor = new();
        visitor.Options.SetRequestHeader("Host", "a.example");
        await visitor.ConnectAsync(new UriBuilder(gateway.Public) { Scheme = "ws" }.Uri, Cancellation);
        byte[] buffer = new byte[16];
        WebSocketReceiveResult message = await visitor.ReceiveAsync(buffer, Cancellation);
        Assert.Equal("welcome", Encoding.UTF8.GetString(buffer, 0, message.Count));
        Assert.Equal("HTTP/1.1", Assert.Single(backend.Requests).Protocol);
    }

    private static void Http2(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;

    private static string Annotated(string service, string scheme) =>
        service.Replace("namespace: default }\nspec", $"namespace: default, annotations: {{ traefik.ingress.kubernetes.io/service.serversscheme: {scheme} }} }}\nspec", StringComparison.Ordinal);
}
