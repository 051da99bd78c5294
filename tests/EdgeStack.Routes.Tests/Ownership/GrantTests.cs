using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Ownership;

public sealed class GrantTests
{
    [Theory]
    [InlineData("shop.example=b", "shop.example=b")]
    [InlineData("*.Example.com = team-b", "*.example.com=team-b")]
    [InlineData("*=b", "*=b")]
    public void A_grant_of_hosts_reads_as_it_is_written(string written, string read)
    {
        Assert.True(HostGrant.TryParse(written, out HostGrant? grant, out _));
        Assert.Equal(read, grant?.ToString());
    }

    [Theory]
    [InlineData("shop.example", "'shop.example' is not of the form shop.example.com=namespace")]
    [InlineData("shop.example=", "'shop.example=' is not of the form shop.example.com=namespace")]
    [InlineData("a/b=c", "'a/b=c': host 'a/b' contains a path; write the path in 'path:' or PathPrefix(`…`)")]
    public void A_grant_that_cannot_be_read_says_why(string written, string fault)
    {
        Assert.False(HostGrant.TryParse(written, out _, out string? why));
        Assert.Equal(fault, why);
    }

    [Theory]
    [InlineData("", "a", false)]
    [InlineData("a", "a", true)]
    [InlineData("b , a", "a", true)]
    [InlineData("ab", "a", false)]
    [InlineData("*", "a", true)]
    public void A_service_lets_in_the_namespaces_that_its_annotation_names(string text, string @namespace, bool allowed) =>
        Assert.Equal(allowed, new ServiceGrant(text).Allows(@namespace));

    [Theory]
    [InlineData("*.a.example", "*.example", false)]
    [InlineData("*.a.example", "**.example", true)]
    [InlineData("**.a.example", "*.example", false)]
    [InlineData("**.example", "x.a.example", true)]
    [InlineData("*.example", "x.a.example", false)]
    [InlineData("*.b.example", "**.a.example", false)]
    public void Patterns_overlap_when_some_host_fulfils_both(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Pattern(one).Overlaps(Pattern(other)));
        Assert.Equal(overlap, Pattern(other).Overlaps(Pattern(one)));
    }

    private static HostPattern Pattern(string text) => HostPattern.TryParse(text, out HostPattern pattern, out string? fault) ? pattern : throw new ArgumentException(fault, nameof(text));
}
