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
