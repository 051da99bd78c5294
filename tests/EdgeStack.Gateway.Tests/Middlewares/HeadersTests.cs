using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class HeadersTests
{
    [Fact]
    public async Task Request_headers_are_set_and_removed_in_every_spelling()
    {
        Headers headers = new(new MiddlewareSpec.Headers { Request = [new HeaderChange("X-User", "nobody"), new HeaderChange("X-Admin", null), new HeaderChange("X-Forwarded-Proto", "https")] });
        Visit visit = new Visit().With("X_User", "root").With("x-user", "root", "root2").With("X_admin", "1").With("X-Admin", "1").With("X-Other", "stays");
        Assert.True(await visit.PassesAsync(headers));
        Assert.Equal(["X-Forwarded-Proto: https", "X-Other: stays", "X-User: nobody"], visit.Context.Request.Headers.Where(header => header.Key.StartsWith('X') || header.Key.StartsWith('x')).Select(header => $"{Title(header.Key)}: {header.Value}").Order(StringComparer.Ordinal));
        Assert.Equal([KeyValuePair.Create("X-Forwarded-Proto", (string?)"https")], visit.Exchange.TrustedHeaders);
        Assert.False(headers.ChangesResponse);
    }

    [Fact]
    public void Response_headers_are_set_over_the_service_s_and_removed()
    {
        Visit visit = new();
        visit.Sent["X-Powered-By"] = "PHP";
        visit.Sent["X-Frame-Options"] = "ALLOWALL";
        Change(visit, new MiddlewareSpec.Headers { Response = [new HeaderChange("X-Powered-By", null), new HeaderChange("X-Frame-Options", "DENY")] });
        Assert.Equal("DENY", Assert.Single(visit.Sent).Value);
    }

    [Theory]
    [InlineData("http", false, false)]
    [InlineData("https", false, true)]
    [InlineData("http", true, true)]
    public void Strict_transport_is_for_visitors_who_came_over_https(string scheme, bool always, bool sent)
    {
        Visit visit = new(scheme: scheme);
        Change(visit, new MiddlewareSpec.Headers { StrictTransport = new StrictTransport("max-age=60", always) });
        Assert.Equal(sent ? "max-age=60" : null, visit.Sent.StrictTransportSecurity.FirstOrDefault());
    }

    [Theory]
    [InlineData("app.example.com", 0)]
    [InlineData("APP.example.com.:8080", 0)]
    [InlineData("app.example.com.evil.net", 421)]
    [InlineData("", 421)]
    public async Task Only_hosts_on_the_list_are_served(string host, int status) =>
        Assert.Equal(status, await new Visit(host: host).With("X-Forwarded-Host", "app.example.com").AnswerAsync(new Headers(new MiddlewareSpec.Headers { AllowedHosts = ["app.example.com"] })));

    private static readonly CorsOptions Cors = new()
    {
        AllowCredentials = true,
        AllowHeaders = "X-A,X-B",
        AllowMethods = "GET,PUT",
        ExposeHeaders = "X-C",
        MaxAge = 100,
        AddVary = true,
        Origins = ["https://one.example.com"],
        OriginPatterns = [@"^https://\w+\.two\.example\.com$"],
    };

    // The same as Traefik's TestCORSPreflights, with the header Vary in addition.
    [Theory]
    [InlineData("https://one.example.com", "https://one.example.com")]
    [InlineData("https://any.two.example.com", "https://any.two.example.com")]
    [InlineData("https://evil.example.net", null)]
    [InlineData("null", null)]
    public async Task A_preflight_is_answered_here(string origin, string? allowed)
    {
        Visit visit = new Visit(method: "OPTIONS").With("Origin", origin).With("Access-Control-Request-Method", "PUT").With("Access-Control-Request-Headers", "X-A");
        Assert.Equal(200, await visit.AnswerAsync(new Headers(new MiddlewareSpec.Headers { Cors = Cors })));
        Assert.Equal(allowed, visit.Sent.AccessControlAllowOrigin.FirstOrDefault());
        Assert.Equal("GET,PUT", visit.Sent.AccessControlAllowMethods);
        Assert.Equal("X-A,X-B", visit.Sent.AccessControlAllowHeaders);
        Assert.Equal("true", visit.Sent.AccessControlAllowCredentials);
        Assert.Equal("100", visit.Sent.AccessControlMaxAge);
        Assert.Empty(visit.Body);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("OPTIONS", false)]
    public async Task What_is_no_preflight_goes_to_the_service(string method, bool withRequestMethod)
    {
        Visit visit = new Visit(method: method).With("Origin", "https://one.example.com");
        if (withRequestMethod)
            visit.With("Access-Control-Request-Method", "PUT");
        Assert.True(await visit.PassesAsync(new Headers(new MiddlewareSpec.Headers { Cors = Cors })));
    }

    [Theory]
    [InlineData("https://one.example.com", "https://one.example.com")]
    [InlineData("https://evil.example.net", null)]
    [InlineData("https://a.two.example.com\r\nX-Evil: 1", null)]
    [InlineData("https://ü.two.example.com", null)]
    public void An_allowed_origin_is_told_so_and_nothing_is_injected(string origin, string? allowed)
    {
        Visit visit = new Visit().With("Origin", origin);
        visit.Sent.Vary = "Accept";
        Change(visit, new MiddlewareSpec.Headers { Cors = Cors });
        Assert.Equal(allowed, visit.Sent.AccessControlAllowOrigin.FirstOrDefault());
        Assert.Equal("X-C", visit.Sent.AccessControlExposeHeaders);
        Assert.Equal("Accept,Origin", visit.Sent.Vary);
    }

    private static void Change(Visit visit, MiddlewareSpec.Headers spec)
    {
        Headers headers = new(spec);
        Assert.True(headers.ChangesResponse);
        headers.ChangeResponse(visit.Context, visit.Exchange);
    }

    private static string Title(string name) => string.Join('-', name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
