using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class PrefixTests
{
    private static readonly StripPrefix Strip = new(new MiddlewareSpec.StripPrefix(["/api", "/v2/", "/a%20b"]));

    [Theory]
    [InlineData("/api/users?q=1", "/users?q=1", "/api")]
    [InlineData("/api", "/", "/api")]
    [InlineData("/api?q=/..", "/?q=/..", "/api")]
    [InlineData("/apikeys", "/keys", "/api")]
    [InlineData("/v2/x", "/x", "/v2/")]
    [InlineData("/%61pi/x%2Fy%20z", "/x%2Fy%20z", "/api")]
    [InlineData("/a%20b/c", "/c", "/a%20b")]
    [InlineData("/api//evil.example.com", "/evil.example.com", "/api")]
    [InlineData("//api///x", "/x", "/api")]
    [InlineData("/v2//x", "/x", "/v2/")]
    [InlineData("/other/api", "/other/api", null)]
    [InlineData("/API/x", "/API/x", null)]
    [InlineData("*", "*", null)]
    public async Task A_prefix_is_taken_off_and_the_service_is_told(string target, string forwarded, string? told)
    {
        Visit visit = new(target);
        Assert.True(await visit.PassesAsync(Strip));
        Assert.Equal(forwarded, visit.Exchange.Target);
        Assert.Equal(told is null ? [] : [KeyValuePair.Create("X-Forwarded-Prefix", (string?)told)], visit.Exchange.TrustedHeaders);
    }

    [Theory]
    [InlineData("/api../secret")]
    [InlineData("/api%2e%2e/secret")]
    [InlineData("/api/../secret")]
    [InlineData("/api/..;/secret")]
    [InlineData("/api\\..\\secret")]
    [InlineData("/api/\\evil.example.com")]
    public async Task A_path_that_climbs_or_names_another_host_is_refused(string target)
    {
        Visit visit = new(target);
        Assert.Equal(400, await visit.AnswerAsync(Strip));
        Assert.NotNull(visit.Exchange.Refusal);
    }

    [Fact]
    public async Task Two_prefixes_are_both_told()
    {
        Visit visit = new("/api/v2/x");
        Assert.True(await visit.PassesAsync(Strip) && await visit.PassesAsync(Strip));
        Assert.Equal("/x", visit.Exchange.Target);
        Assert.Equal("/api, /v2/", visit.Exchange.TrustedHeaders[^1].Value);
    }

    [Theory]
    [InlineData("/x?y", "/in/x?y")]
    [InlineData("/", "/in/")]
    [InlineData("*", "*")]
    public async Task A_prefix_is_added(string target, string forwarded)
    {
        Visit visit = new(target);
        Assert.True(await visit.PassesAsync(new AddPrefix(new MiddlewareSpec.AddPrefix("/in"))));
        Assert.Equal(forwarded, visit.Exchange.Target);
    }

    [Fact]
    public async Task Nobody_climbs_out_of_an_added_prefix() =>
        Assert.Equal(400, await new Visit("/../secret").AnswerAsync(new AddPrefix(new MiddlewareSpec.AddPrefix("/in"))));
}
