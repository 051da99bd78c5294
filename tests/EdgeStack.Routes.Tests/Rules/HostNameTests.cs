using CsCheck;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Rules;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("blog.example.com", "blog.example.com")]
    [InlineData("blog.example.com:8443", "blog.example.com")]
    [InlineData("blog.example.com.", "blog.example.com")]
    [InlineData("blog.example.com.:80", "blog.example.com")]
    [InlineData("[2001:db8::1]:8080", "[2001:db8::1]")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]")]
    [InlineData(".", ".")]
    [InlineData("", "")]
    public void A_host_header_loses_its_port_and_trailing_dot(string header, string host) => Assert.Equal(host, HostName.Canonical(header).ToString());

    [Theory]
    [InlineData("Blog.Example.COM.", "blog.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("my_service.local", "my_service.local")]
    [InlineData("B\u00dcCHER.example", "xn--bcher-kva.example")]
    [InlineData("fa\u00df.example", "xn--fa-hia.example")]
    [InlineData("\u03ba\u03cc\u03c3\u03bc\u03bf\u03c2.example", "xn--vxaejmc7c.example")]
    [InlineData("\u4f8b\u3048.example", "xn--r8jz45g.example")]
    [InlineData("\u09ac\u09be\u0982\u09b2\u09be.example", "xn--54b7fta0cc.example")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940.example", "xn--j2bd4cyah0f.example")]
    public void A_written_host_becomes_what_is_on_the_wire(string written, string expected)
    {
        Assert.True(HostName.TryParse(written, out string host, out string? fault), fault);
        Assert.Equal(expected, host);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("https://a.example", "is a URL")]
    [InlineData("a.example/x", "contains a path")]
    [InlineData("a.example:80", "contains a port")]
    [InlineData("*.example", "is a wildcard")]
    [InlineData("a..example", "empty label")]
    [InlineData("-a.example", "hyphen")]
    [InlineData("a b.example", "contains ' '")]
    [InlineData("a\u0007b.example", "contains '\\u0007'")]
    public void What_is_not_a_host_is_refused_with_the_reason(string written, string reason)
    {
        Assert.False(HostName.TryParse(written, out _, out string? fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bu\u0308cher.example", "contains U+0308")]
    [InlineData("\uff42log.example", "contains '\uff42' U+FF42")]
    [InlineData("\uff22log.example", "contains '\uff42' U+FF42")]
    [InlineData("\u0130stanbul.example", "contains '\u0130' U+0130")]
    [InlineData("\ufb01le.example", "contains '\ufb01' U+FB01")]
    [InlineData("x\u00b2.example", "U+00B2")]
    [InlineData("\u304b\u3099.example", "contains U+3099")]
    [InlineData("\u1112\u1161\u11ab.example", "U+1161")]
    [InlineData("\u0995\u09c7\u09be.example", "contains U+09BE")]
    [InlineData("a\u200db.example", "contains U+200D")]
    [InlineData("a\ufe0fb.example", "contains U+FE0F")]
    [InlineData("b\ufffdcher.example", "save the file as UTF-8")]
    [InlineData("a\0b.example", "contains '\\u0000'")]
    public void CF_06_a_letter_that_browsers_send_otherwise_is_refused_by_its_number(string written, string reason)
    {
        Assert.False(HostName.TryParse(written, out string host, out string? fault), host);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
        RuleReading rule = RuleReader.Read($"Host(`{written}`)");
        Assert.Contains(reason, Assert.Single(rule.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_more_than_253_characters_is_refused() =>
        Assert.False(HostName.TryParse(string.Join('.', Enumerable.Repeat(new string('a', 60), 5)), out _, out _));

    [Fact]
    public void Any_text_is_either_a_host_or_has_a_reason_and_parsing_a_host_again_changes_nothing() =>
        Gen.String[Gen.Char, 0, 80].Sample(text =>
        {
            if (!HostName.TryParse(text, out string host, out string? fault))
                return fault is not null;
            return HostName.TryParse(host, out string again, out _) && again == host && HostName.Canonical(host).SequenceEqual(host);
        });
}
