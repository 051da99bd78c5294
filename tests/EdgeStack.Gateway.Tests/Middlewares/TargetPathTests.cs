using EdgeStack.Gateway.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class TargetPathTests
{
    [Theory]
    [InlineData("/a?b", "/a?b")]
    [InlineData("*", "*")]
    [InlineData("http://host/a%2Fb?c", "/a%2Fb?c")]
    [InlineData("http://host", "/")]
    [InlineData("http://host?c", "/?c")]
    [InlineData("", "/")]
    public void Every_form_of_target_has_a_path_and_a_query(string raw, string expected) => Assert.Equal(expected, TargetPath.PathAndQuery(raw));

    [Theory]
    [InlineData("/", true)]
    [InlineData("/a.b/..c/d../...", true)]
    [InlineData("/a//b", true)]
    [InlineData("/a;x=..", true)]
    [InlineData("/..", false)]
    [InlineData("/a/../b", false)]
    [InlineData("/a/./b", false)]
    [InlineData("/a/%2e%2E/b", false)]
    [InlineData("/a/.%2e", false)]
    [InlineData("/a\\..\\b", false)]
    [InlineData("/a%5c..%5Cb", false)]
    [InlineData("/a%2f..%2Fb", false)]
    [InlineData("/a/..;/b", false)]
    [InlineData("/a/%2e%2e%3bx/b", false)]
    [InlineData("/%zz/%2", false)]
    [InlineData("*", true)]
    [InlineData("/a?b=/..", true)]
    public void A_path_that_servers_read_differently_is_not_normal(string path, bool normal) => Assert.Equal(normal, TargetPath.IsNormal(path));

    [Theory]
    [InlineData("/v2/x", "/v2", 3)]
    [InlineData("/v%32/x", "/v2", 5)]
    [InlineData("/a%20b/x", "/a%20b", 6)]
    [InlineData("/v2", "/v2", 3)]
    [InlineData("/v", "/v2", -1)]
    [InlineData("/V2", "/v2", -1)]
    [InlineData("/a%2Fb", "/a/b", -1)]
    [InlineData("//a//b", "/a/", 5)]
    public void A_prefix_is_found_however_it_is_encoded(string path, string prefix, int length) => Assert.Equal(length, TargetPath.LengthOfPrefix(path, prefix));
}
