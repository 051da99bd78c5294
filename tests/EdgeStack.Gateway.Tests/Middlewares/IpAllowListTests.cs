using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class IpAllowListTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::/0", "192.0.2.1", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("0.0.0.0/0", null, false)]
    public async Task Only_addresses_on_the_list_come_in(string range, string? client, bool passes)
    {
        Visit visit = new(client: client);
        Assert.Equal(passes ? 0 : 403, await visit.AnswerAsync(Of(range)));
        Assert.Equal(passes, visit.Exchange.Refusal is null);
    }

    [Fact]
    public async Task A_visitor_s_own_claim_about_the_address_does_not_count() =>
        Assert.Equal(403, await new Visit(client: "192.0.2.1").With("X-Forwarded-For", "10.0.0.1").With("X-Real-Ip", "10.0.0.1").AnswerAsync(Of("10.0.0.0/8")));

    [Fact]
    public async Task The_status_can_be_chosen()
    {
        Visit visit = new(client: "192.0.2.1", method: "HEAD");
        Assert.Equal(404, await visit.AnswerAsync(Of("10.0.0.0/8", 404)));
        Assert.Empty(visit.Body);
    }

    private static IpAllowList Of(string range, int status = 403)
    {
        Assert.True(AddressRange.TryParse(range, out AddressRange parsed));
        return new IpAllowList(new MiddlewareSpec.IpAllowList([parsed], status));
    }
}
