using System.Net;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class IntegrationTests
{
    [Fact]
    public async Task A_route_with_middlewares_changes_and_protects_and_one_whose_protection_cannot_be_had_is_closed()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(new byte[20_000]);
        });
        using TemporaryFolder folder = new();
        folder.Write("r.yaml", $$"""
            routes:
              - host: a.test
                service: http://127.0.0.1:{{backend.Port}}
                middlewares:
                  - headers: { customRequestHeaders: { X-Forwarded-Proto: https, X-A: "1" }, customResponseHeaders: { X-R: "2" }, frameDeny: true }
                  - compress: {}
                  - stripPrefix: { prefixes: [/v2] }
                  - basicAuth: { users: ['ann:$2y$04$lq/I9nu6TG1h6T1d6ze3LOSCktF3ECT.FLCcWsUzEp4B4yv3f3D/2'], headerField: X-Forwarded-User, removeHeader: true }
              - host: b.test
                service: http://127.0.0.1:{{backend.Port}}
                middlewares: [ { basicAuth: { secret: none } } ]
              - host: c.test
                service: http://127.0.0.1:{{backend.Port}}
                middlewares: [ { forwardAuth: { address: x } } ]
            """);
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage no = await gateway.GetAsync("a.test", "/v2/x");
        Assert.Equal((HttpStatusCode)401, no.StatusCode);
        Assert.Equal("2", no.Headers.GetValues("X-R").Single());
        using HttpRequestMessage ask = new(HttpMethod.Get, gateway.Target("/v2/x%2Dy?q=%20"));
        ask.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String("ann:secret"u8));
        ask.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        ask.Headers.TryAddWithoutValidation("X-Forwarded-User", "root");
        ask.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", "/evil");
        using HttpResponseMessage yes = await gateway.SendAsync(ask, "a.test");
        Assert.Equal(HttpStatusCode.OK, yes.StatusCode);
        Assert.Equal("gzip", yes.Content.Headers.ContentEncoding.Single());
        Assert.Equal("DENY", yes.Headers.GetValues("X-Frame-Options").Single());
        using Stream plain = new System.IO.Compression.GZipStream(await yes.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream all = new();
        await plain.CopyToAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal(20_000, all.Length);
        TestBackend.Seen seen = backend.Requests.Single();
        Assert.Equal("/x%2Dy?q=%20", seen.RawTarget);
        Assert.Equal("ann", seen.Headers["X-Forwarded-User"]);
        Assert.Equal("/v2", seen.Headers["X-Forwarded-Prefix"]);
        Assert.Equal("https", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal("1", seen.Headers["X-A"]);
        Assert.False(seen.Headers.ContainsKey("Authorization"));
        Assert.Equal((HttpStatusCode)503, (await gateway.GetAsync("b.test")).StatusCode);
        Assert.Equal((HttpStatusCode)503, (await gateway.GetAsync("c.test")).StatusCode);
    }
}
