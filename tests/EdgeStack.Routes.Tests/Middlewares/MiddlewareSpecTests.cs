using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Routes.Tests.Middlewares;

public sealed class MiddlewareSpecTests
{
    private const string Hash = "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC";

    private const string Everything = """
        - headers:
            customRequestHeaders: { X-A: "1", X-B: "" }
            customResponseHeaders: { X-C: "2" }
            allowedHosts: [a.example.com]
            accessControlAllowOriginList: ["https://a.example.com"]
            stsSeconds: 60
        - stripPrefix: { prefixes: [/v2, /v3] }
        - addPrefix: { prefix: /in }
        - redirectScheme: { scheme: https, port: "8443", permanent: true }
        - basicAuth: { users: ['ann:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC'] }
        - ipAllowList: { sourceRange: [10.0.0.0/8] }
        - rateLimit: { average: 10, period: 1m, burst: 20, sourceCriterion: { requestHost: true } }
        - compress: {}
        - cloudflareAccess: { team: shop, audience: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, headerField: X-Email }
        """;

    [Fact]
    public void The_same_text_gives_equal_middlewares() => Assert.Equal(Read(Everything).Middlewares, Read(Everything).Middlewares);

    [Theory]
    [InlineData("X-A: \"1\"", "X-A: \"2\"")]
    [InlineData("X-B: \"\"", "X-B: \"1\"")]
    [InlineData("X-C", "X-D")]
    [InlineData("allowedHosts: [a", "allowedHosts: [b")]
    [InlineData("https://a.", "https://b.")]
    [InlineData("stsSeconds: 60", "stsSeconds: 61")]
    [InlineData("[/v2, /v3]", "[/v3, /v2]")]
    [InlineData("prefix: /in", "prefix: /on")]
    [InlineData("scheme: https", "scheme: http")]
    [InlineData("8443", "8444")]
    [InlineData("permanent: true", "permanent: false")]
    [InlineData("ann:", "bob:")]
    [InlineData("HHa6", "HHa7")]
    [InlineData("10.0.0.0/8", "10.0.0.0/9")]
    [InlineData("average: 10", "average: 11")]
    [InlineData("period: 1m", "period: 2m")]
    [InlineData("burst: 20", "burst: 21")]
    [InlineData("requestHost: true", "requestHost: false")]
    [InlineData("compress: {}", "compress: { minResponseBodyBytes: 1 }")]
    [InlineData("compress: {}", "compress: { encodings: [br] }")]
    [InlineData("compress: {}", "compress: { excludedContentTypes: [text/html] }")]
    [InlineData("team: shop", "team: chop")]
    [InlineData("audience: a", "audience: b")]
    [InlineData("X-Email", "X-User")]
    public void Any_change_makes_them_differ(string from, string to)
    {
        Assert.Contains(from, Everything, StringComparison.Ordinal);
        MiddlewareReading changed = Read(Everything.Replace(from, to, StringComparison.Ordinal));
        Assert.Empty(changed.Problems);
        Assert.NotEqual(Read(Everything).Middlewares, changed.Middlewares);
    }

    [Fact]
    public void Password_hashes_are_never_printed()
    {
        MiddlewareReading reading = Read(Everything);
        Assert.Contains("ann", reading.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Hash[10..], reading.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- basicAuth: { users: ['ann:secret'] }")]
    [InlineData("- basicAuth: { users: 'ann:secret' }")]
    [InlineData("- basicAuth: { users: ['secret'] }")]
    [InlineData("- basicAuth: { users: ['ann:$2y$99$secret'] }")]
    public void A_password_in_clear_is_not_repeated_by_its_problem(string text) =>
        Assert.DoesNotContain("secret", Assert.Single(Read(text).Problems.Take(1)).ToString().Replace("'secret: NAME'", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void An_incomplete_list_still_says_that_it_protects()
    {
        Assert.True(Read("- forwardAuth: { address: http://auth }").Protects);
        Assert.True(Read("- basicAuht: { secret: a }").Protects);
        Assert.True(Read("- nobodyKnows: {}").Protects);
        Assert.False(Read("- stripPrefix: { prefix: [/a] }").Protects);
        Assert.False(Read("- compres: {}").Protects);
    }

    private static MiddlewareReading Read(string text) => MiddlewareReader.Read(Yaml.Load(text), fromCluster: false);
}
