using System.Text.RegularExpressions;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Visitors who come back to the endpoint that has answered before.</summary>
public sealed partial class StickyTests
{
    [Fact]
    public async Task A_visitor_comes_back_to_the_same_endpoint_by_a_cookie_that_every_replica_understands()
    {
        await using TestBackend one = await TestBackend.StartAsync(), other = await TestBackend.StartAsync(), third = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", sticky: { cookie: app } }"));
        folder.Write("web.yaml", Service("web", one.Port, other.Port, third.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path), replica = await RunningGateway.StartAsync(folder.Path);
        string set = (await VisitAsync(gateway)).Cookie!;
        Assert.Matches("^app=[0-9a-f]{16}; path=/; samesite=lax; httponly$", set);
        string cookie = set.Split(';')[0];
        TestBackend home = new[] { one, other, third }.Single(backend => !backend.Requests.IsEmpty);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal((200, null), await VisitAsync(gateway, cookie));
            Assert.Equal((200, null), await VisitAsync(replica, $"x=1; {cookie}; y=\"2\""));
        }

        Assert.Equal(21, home.Requests.Count);
        // It is the application's business too, and so is what stands beside it.
        Assert.Equal($"x=1; {cookie}; y=\"2\"", home.Requests.Last().Headers["Cookie"]);
        Assert.Equal("app", (await gateway.AdminAsync("routes")).GetProperty("routes")[0].GetProperty("sticky").GetString());
    }

    [Fact]
    public async Task When_the_endpoint_is_gone_or_unhealthy_another_one_takes_over_and_the_cookie_names_it()
    {
        bool sick = false;
        await using TestBackend one = await TestBackend.StartAsync(context =>
        {
            if (sick && context.Request.Path == "/healthz")
                context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using TestBackend other = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", sticky: { cookie: app }, health: { path: /healthz, interval: 100ms } }"));
        folder.Write("web.yaml", Service("web", one.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string ofOne = (await VisitAsync(gateway)).Cookie!.Split(';')[0];
        folder.Write("web.yaml", Service("web", other.Port));
        string? ofOther = null;
        await Eventually.HoldsAsync(async () => (ofOther = (await VisitAsync(gateway, ofOne)).Cookie?.Split(';')[0]) is not null, "the other one takes over");
        Assert.NotEqual(ofOne, ofOther);
        Assert.Equal((200, null), await VisitAsync(gateway, ofOther));

        folder.Write("web.yaml", Service("web", one.Port, other.Port));
        await Eventually.HoldsAsync(async () => (await VisitAsync(gateway, ofOne)).Cookie is null, "the first one is back, and its cookie is as it was");
        sick = true;
        await Eventually.HoldsAsync(async () => (await VisitAsync(gateway, ofOne)).Cookie?.Split(';')[0] == ofOther, "the other one takes over again");
    }

    [Fact]
    public async Task The_cookie_names_the_endpoint_that_answered_after_a_refused_connection_and_an_answer_of_ours_sets_none()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\", sticky: { cookie: app } }",
            $"{{ host: b.example, service: \"http://127.0.0.1:{FreePort.Closed()}\", sticky: {{ cookie: app }}, retry: {{ holdFor: 0s }} }}", "{ host: c.example, service: \"gone:80\", sticky: { cookie: app }, retry: { holdFor: 0s } }"));
        folder.Write("web.yaml", Service("web", FreePort.Closed(), FreePort.Closed(), backend.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path] });
        HashSet<string?> cookies = [];
        for (int i = 0; i < 10; i++)
            cookies.Add((await VisitAsync(gateway)).Cookie);
        Assert.Equal((200, null), await VisitAsync(gateway, Assert.Single(cookies)!.Split(';')[0]));
        Assert.Equal((502, null), await VisitAsync(gateway, host: "b.example"));
        Assert.Equal((503, null), await VisitAsync(gateway, host: "c.example"));
    }

    [Fact]
    public async Task With_several_services_the_cookie_names_service_and_endpoint_and_a_weight_of_0_ends_it()
    {
        await using TestBackend stable = await TestBackend.StartAsync(SetCookieAsync), canary = await TestBackend.StartAsync(SetCookieAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", Weighted(1));
        folder.Write("s.yaml", Service("stable", stable.Port) + "---\n" + Service("canary", canary.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        HashSet<string> cookies = [];
        for (int i = 0; i < 10; i++)
            cookies.Add(Value((await VisitAsync(gateway)).Cookie!));
        Assert.Equal(2, cookies.Count);
        Assert.Equal((5, 5), (stable.Requests.Count, canary.Requests.Count));
        foreach (string cookie in cookies)
        {
            for (int i = 0; i < 5; i++)
                Assert.Equal((200, "session=theirs; path=/"), await VisitAsync(gateway, cookie));
        }

        Assert.Equal((10, 10), (stable.Requests.Count, canary.Requests.Count));
        long revision = gateway.Routes.Revision;
        folder.Write("a.yaml", Weighted(0));
        await Eventually.HoldsAsync(() => gateway.Routes.Revision > revision, "the canary is taken out");
        foreach (string cookie in cookies)
            await VisitAsync(gateway, cookie);
        Assert.Equal((12, 10), (stable.Requests.Count, canary.Requests.Count));

        static string Weighted(int weight) => ConfigMap("a", $"{{ host: a.example, services: [ {{ service: \"stable:80\" }}, {{ service: \"canary:80\", weight: {weight} }} ], sticky: {{ cookie: app }} }}");

        static string Value(string cookies) => CookieValue().Match(cookies).Value;

        static Task SetCookieAsync(HttpContext context)
        {
            context.Response.Headers.SetCookie = "session=theirs; path=/";
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("https", null, "lax", 0, "app=VALUE; path=/; secure; samesite=lax; httponly")]
    [InlineData("http", null, "lax", 0, "app=VALUE; path=/; samesite=lax; httponly")]
    [InlineData("http", true, "strict", 60, "app=VALUE; max-age=60; path=/; secure; samesite=strict; httponly")]
    [InlineData("https", false, "lax", 60, "app=VALUE; max-age=60; path=/; samesite=lax; httponly")]
    [InlineData("https", true, "none", 0, "app=VALUE; path=/; secure; samesite=none; httponly")]
    public void The_cookie_is_secure_where_the_visitor_came_by_https_unless_the_route_says_otherwise(string scheme, bool? secure, string sameSite, int seconds, string expected)
    {
        UpstreamCluster cluster = new(new ServiceReference.Port("default", "web", "80"), UpstreamPolicy.Default, new UpstreamClient(() => new SocketsHttpHandler(), TimeProvider.System), TimeProvider.System);
        cluster.Update(new Upstream(cluster.Name, ["http://10.42.0.7:8080", "http://10.42.0.8:8080"], null));
        Affinity affinity = new(new StickyCookie("app")
        {
            Secure = secure,
            SameSite = Enum.Parse<CookieSameSite>(sameSite, ignoreCase: true),
            MaxAge = seconds == 0 ? null : TimeSpan.FromSeconds(seconds),
        }, "default/web/0");
        Assert.Equal(expected, Value().Replace(Remembered(0), "VALUE"));
        Assert.NotEqual(Value().Match(Remembered(0)).Value, Value().Match(Remembered(1)).Value);

        string Remembered(int endpoint)
        {
            DefaultHttpContext context = new() { Request = { Scheme = scheme } };
            affinity.Remember(context, cluster.Endpoints[endpoint]);
            return context.Response.Headers.SetCookie.ToString();
        }
    }

    [GeneratedRegex("(?<==)[0-9a-f]{16}(?=;)")]
    private static partial Regex Value();

    [GeneratedRegex("app=[0-9a-f]{16}")]
    private static partial Regex CookieValue();

    private static async Task<(int Status, string? Cookie)> VisitAsync(RunningGateway gateway, string? cookie = null, string host = "a.example")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, gateway.Target("/"));
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using HttpResponseMessage response = await gateway.SendAsync(request, host);
        return ((int)response.StatusCode, response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? string.Join(", ", cookies) : null);
    }
}
