using EdgeStack.Gateway.Visitor;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Visitor;

public sealed class TrustHeadersTests
{
    private static readonly string[] Ordinary =
        ["Accept", "Authorization", "Cache-Control", "Content-Type", "Cookie", "Host", "If-None-Match", "Proxy-Authorization", "Range", "Referer", "TE", "Save-Data", "Sec-Fetch-Mode", "Ssl-Client", "Traceparent", "User-Agent", "X-Auth-Request", "X-Auth-Token", "X-Authentik", "X-Http-Methods", "X-Schemes", "X-Ssl-Clients", "X-Forward", "X-Requested-With", "X-Real-Ip2", "Cfx", "Cf"];

    [Fact]
    public void HD_04_a_name_is_the_same_in_every_spelling_and_another_one_with_other_letters() =>
        Assert.Equal([true, true, true, true, true, true, false, false, false], (((string, string)[])
        [
            ("X-Real-Ip", "x-real-IP"), ("X-Real-Ip", "X_Real_Ip"), ("X-Real-Ip", "X.Real!Ip"), ("X_Real_Ip", "X.Real!Ip"), ("X-1", "X~1"), ("A|b", "a^B"),
            ("X-Real-Ip", "XaRealaIp"), ("X-Real-Ip", "X-Real-Ip-"), ("X-1", "X-2"),
        ]).Select(pair => HeaderSpelling.AreOne(pair.Item1, pair.Item2)));

    [Fact]
    public void An_ordinary_header_is_none_of_them() => Assert.DoesNotContain(Ordinary, TrustHeaders.Includes);

    [Theory]
    [InlineData("X-Auth-Request-User")]
    [InlineData("x_auth_request_groups")]
    [InlineData("X-Authentik-Email")]
    [InlineData("X-SSL-Client-CN")]
    [InlineData("SSL_CLIENT_S_DN")]
    [InlineData("X_HTTP_METHOD_OVERRIDE")]
    public void What_follows_a_beginning_that_is_on_the_list_does_not_matter(string name) => Assert.True(TrustHeaders.Includes(name));

    [Fact]
    public void Looking_at_a_name_costs_no_memory()
    {
        string[] names = [.. Ordinary, "X_Forwarded_For", "CF.Connecting.IP", "x-real-ip", "X-Webauth.User", "X_Auth_Request_User", "SSL_CLIENT_S_DN", "X_Ordinary.Name"];
        Assert.Equal(0, Allocated.By(() =>
        {
            foreach (string name in names)
                TrustHeaders.Includes(name);
        }));
    }
}
