using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("::1", "0.0.0.1", false)]
    [InlineData(null, null, true)]
    public async Task Who_counts_as_one_source(string? first, string? second, bool same)
    {
        RateLimit limit = Of(RateSource.Address);
        Assert.True(await new Visit(client: first).PassesAsync(limit));
        Assert.Equal(same ? 429 : 0, await new Visit(client: second).AnswerAsync(limit));
    }

    [Theory]
    [InlineData(RateSourceKind.Host, "a.example.com", "A.Example.com:8080", true)]
    [InlineData(RateSourceKind.Host, "a.example.com", "b.example.com", false)]
    [InlineData(RateSourceKind.Header, "a.example.com", "a.example.com", true)]
    [InlineData(RateSourceKind.Header, "a.example.com", "b.example.com", false)]
    public async Task A_source_can_be_a_host_or_a_header(RateSourceKind kind, string first, string second, bool same)
    {
        RateLimit limit = Of(new RateSource(kind, "X-Key"));
        Assert.True(await new Visit(client: "192.0.2.1", host: first).With("X-Key", first).PassesAsync(limit));
        Assert.Equal(same ? 429 : 0, await new Visit(client: "192.0.2.2", host: second).With("X-Key", second).AnswerAsync(limit));
    }

    [Fact]
    public async Task Who_is_refused_learns_when_to_come_back()
    {
        RateLimit limit = Of(RateSource.Address);
        Assert.True(await new Visit().PassesAsync(limit));
        Visit refused = new();
        Assert.Equal(429, await refused.AnswerAsync(limit));
        Assert.Equal("10", refused.Sent.RetryAfter);
        Assert.Equal("429: too many requests. Please try again later.\n", refused.Body);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await new Visit().PassesAsync(limit));
    }

    [Fact]
    public async Task A_huge_or_missing_header_is_a_source_like_any_other()
    {
        RateLimit limit = Of(new RateSource(RateSourceKind.Header, "X-Key"));
        string huge = new('k', 30_000);
        Assert.True(await new Visit().With("X-Key", huge).PassesAsync(limit));
        Assert.False(await new Visit().With("X-Key", huge).PassesAsync(limit));
        Assert.True(await new Visit().PassesAsync(limit));
        Assert.False(await new Visit().PassesAsync(limit));
        Assert.False(await new Visit(host: new string('h', 5000)).PassesAsync(limit));
    }

    // One request in ten seconds.
    private RateLimit Of(RateSource source) => new(new MiddlewareSpec.RateLimit(6, TimeSpan.FromMinutes(1), 1, source), _time);
}
