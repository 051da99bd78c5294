using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class RedirectSchemeTests
{
    [Theory]
    [InlineData("http", "app.example.com", "/a%20b?c=d", null, false, "GET", 302, "https://app.example.com/a%20b?c=d")]
    [InlineData("http", "app.example.com:8080", "/", null, true, "GET", 301, "https://app.example.com/")]
    [InlineData("http", "app.example.com", "/", 8443, true, "POST", 308, "https://app.example.com:8443/")]
    [InlineData("http", "[2001:db8::1]:80", "/", null, false, "PUT", 307, "https://[2001:db8::1]/")]
    [InlineData("http", "app.example.com", "*", null, false, "OPTIONS", 307, "https://app.example.com/")]
    [InlineData("https", "app.example.com:8443", "/", 9443, false, "GET", 302, "https://app.example.com:9443/")]
    [InlineData("https", "app.example.com", "/", null, false, "GET", 0, null)]
    [InlineData("https", "app.example.com:8443", "/", null, false, "GET", 0, null)]
    [InlineData("https", "app.example.com:8443", "/", 8443, false, "GET", 0, null)]
    public async Task A_visitor_is_sent_to_the_same_place_with_the_other_scheme(string scheme, string host, string target, int? port, bool permanent, string method, int status, string? location)
    {
        Visit visit = new(target, scheme: scheme, host: host, method: method);
        Assert.Equal(status, await visit.AnswerAsync(new RedirectScheme(new MiddlewareSpec.RedirectScheme("https", port, permanent))));
        Assert.Equal(location, visit.Sent.Location.Count == 0 ? null : visit.Sent.Location.ToString());
    }

    [Fact]
    public async Task A_visitor_s_own_claim_about_the_scheme_does_not_count() =>
        Assert.Equal(302, await new Visit().With("X-Forwarded-Proto", "https").AnswerAsync(new RedirectScheme(new MiddlewareSpec.RedirectScheme("https", null, false))));

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nSet-Cookie: x=y")]
    [InlineData("a/@evil.example.com")]
    [InlineData("ü.example.com")]
    public async Task Nothing_can_be_smuggled_through_the_host(string host)
    {
        Visit visit = new(host: host);
        Assert.Equal(400, await visit.AnswerAsync(new RedirectScheme(new MiddlewareSpec.RedirectScheme("https", null, false))));
        Assert.Equal(0, visit.Sent.Location.Count);
    }

    [Fact]
    public async Task Nothing_can_be_smuggled_through_the_path() =>
        Assert.Equal(400, await new Visit("/a\r\nSet-Cookie: x=y").AnswerAsync(new RedirectScheme(new MiddlewareSpec.RedirectScheme("https", null, false))));
}
