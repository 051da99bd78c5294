using EdgeStack.Gateway.Visitor;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Visitor;

public sealed class TrustHeadersTests
{
    private static readonly string[] Ordinary =
        ["Accept", "Authorization", "Cache-Control", "Content-Type", "Cookie", "Host", "If-None-Match", "Proxy-Authorization", "Range", "Referer", "TE", "Traceparent", "User-Agent", "X-Forward", "X-Requested-With", "X-Real-Ip2", "Cfx", "Cf"];

    [Fact]
    public void HD_04_a_name_is_the_same_in_every_spelling_and_another_one_with_other_letters() =>
        Assert.Equal([true, true, true, true, true, true, false, false, false], (((string, string)[])
        [
            ("X-Real-Ip", "x-real-IP"), ("X-Real-Ip", "X_Real_Ip"), ("X-Real-Ip", "X.Real!Ip"), ("X_Real_Ip", "X.Real!Ip"), ("X-1", "X~1"), ("A|b", "a^B"),
            ("X-Real-Ip", "XaRealaIp"), ("X-Real-Ip", "X-Real-Ip-"), ("X-1", "X-2"),
        ]).Select(pair => HeaderSpelling.AreOne(pair.Item1, pair.Item2)));

    [Fact]
    public void An_ordinary_header_is_none_of_them() => Assert.DoesNotContain(Ordinary, TrustHeaders.Includes);

    [Fact]
    public void Looking_at_a_name_costs_no_memory()
    {
        string[] names = [.. Ordinary, "X_Forwarded_For", "CF.Connecting.IP", "x-real-ip", "X-Webauth.User", "X_Ordinary.Name"];
        Assert.Equal(0, Allocated.By(() =>
        {
            foreach (string name in names)
                TrustHeaders.Includes(name);
        }));
    }
}
