using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Documents;

/// <summary>Names become labels of metrics, words of logs and parts of paths to the API server.</summary>
public sealed class HostileNameTests
{
    [Theory]
    [InlineData("name: 'x\"} evil{a=\"b'")]
    [InlineData("name: 'a,host=\"b'")]
    [InlineData("name: \"a\\nb\"")]
    [InlineData("name: \"a\\0b\"")]
    [InlineData("name: \"a\\x1b[2Jb\"")]
    [InlineData("name: \"a\\u202Eb\"")]
    [InlineData("name: \"a\\u200Bb\"")]
    [InlineData("name: 'n\u0430me'")]
    [InlineData("name: ''")]
    [InlineData("service: 'Blog:80'")]
    [InlineData("service: 'blog_:80'")]
    [InlineData("service: '-blog:80'")]
    [InlineData("service: 'bl\u043eg:80'")]
    [InlineData("service: \"blog\\n:80\"")]
    [InlineData("service: \"blog:80\\0\"")]
    [InlineData("service: 'blog:ht\u0442p'")]
    [InlineData("service: 'blog:99999999999'")]
    [InlineData("service: '../kube-system/x:80'")]
    [InlineData("service: 'apps/../x:80'")]
    [InlineData("service: 'APPS/x:80'")]
    [InlineData("service: 'blog\"}:80'")]
    [InlineData("host: \"a\\tb.example\"")]
    [InlineData("host: \"a\\0.example\"")]
    [InlineData("host: 'a\"}.example'")]
    [InlineData("host: 'a{b}.example'")]
    [InlineData("host: 'a b.example'")]
    [InlineData("host: \"a\\u202E.example\"")]
    [InlineData("host: \"a\\u200B.example\"")]
    [InlineData("host: '-a.example'")]
    [InlineData("match: 'Host(`a\"}.example`)'")]
    [InlineData("middlewares: [ { basicAuth: { secret: '..' } } ]")]
    [InlineData("middlewares: [ { basicAuth: { secret: '../x' } } ]")]
    [InlineData("middlewares: [ { basicAuth: { secret: 'Users' } } ]")]
    [InlineData("middlewares: [ { basicAuth: { secret: 'us\u0435rs' } } ]")]
    [InlineData("middlewares: [ { basicAuth: { secret: \"users\\n\" } } ]")]
    [InlineData("middlewares: [ { basicAuth: { secret: 'users?watch=true' } } ]")]
    public void CF_06_a_name_that_is_none_is_rejected(string field)
    {
        string[] rest = [.. ((string[])["host: a.example", "service: 'blog:80'"]).Where(other => other[..4] != field[..4] && !(other[0] == 'h' && field.StartsWith("match", StringComparison.Ordinal)))];
        RouteReading reading = Read($"routes:\n  - {string.Join("\n    ", [field, .. rest])}\n");
        Assert.True(reading.Rejected, $"{field} is taken");
        Assert.Contains(reading.Problems, problem => problem.Severity == Severity.Error && problem.Where.Line > 0);
    }

    [Fact]
    public void CF_06_the_same_route_with_names_as_they_should_be_is_taken()
    {
        RouteReading reading = Read("routes: [ { name: a/b-c_d.e, host: a.example, service: 'apps/blog:http', middlewares: [ { basicAuth: { secret: users.v1 } } ] } ]");
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("ex\u0430mple.com")]
    [InlineData("\uff45xample.com")]
    [InlineData("\u0455hop.example")]
    [InlineData("fa\u00dfade.example")]
    [InlineData("\u0130stanbul.example")]
    public void CF_06_a_host_that_only_looks_like_another_is_never_taken_for_it_and_is_ASCII_in_every_label(string host)
    {
        if (!HostPattern.TryParse(host, out HostPattern pattern, out string? fault))
        {
            Assert.NotNull(fault);
            return;
        }

        Assert.All(pattern.ToString(), letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_', pattern.ToString()));
        Assert.All((string[])["example.com", "shop.example", "facade.example", "istanbul.example"], real => Assert.False(pattern.Matches(real), $"{host} takes requests of {real}"));
    }

    [Theory]
    [InlineData("www\uff0eexample.com")]
    [InlineData("www\u3002example\uff61com")]
    public void CF_06_the_dots_that_browsers_take_for_dots_are_dots_and_so_name_the_same_host(string host)
    {
        Assert.True(HostPattern.TryParse(host, out HostPattern pattern, out _));
        Assert.Equal("www.example.com", pattern.ToString());
    }

    private static RouteReading Read(string text) => RouteReader.Read(RouteObject.OfConfigMap("apps", "blog", [KeyValuePair.Create("routes.yaml", text)]));
}
