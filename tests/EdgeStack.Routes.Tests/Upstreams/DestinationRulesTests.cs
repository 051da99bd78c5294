using System.Net;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Routes.Tests.Upstreams;

public sealed class DestinationRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    public void An_address_that_trusts_its_neighbours_is_refused_to_a_cluster_and_open_to_files(string address)
    {
        DestinationRules rules = new();
        Assert.Contains("upstreams.allowAddresses", rules.RefusalOf(IPAddress.Parse(address), 80, fromCluster: true), StringComparison.Ordinal);
        Assert.Null(rules.RefusalOf(IPAddress.Parse(address), 80, fromCluster: false));
    }

    [Theory]
    [InlineData("10.42.0.7")]
    [InlineData("192.168.1.4")]
    [InlineData("fd00::7")]
    public void Ordinary_addresses_are_open(string address) => Assert.Null(new DestinationRules().RefusalOf(address, 80, fromCluster: true));

    [Theory]
    [InlineData("localhost")]
    [InlineData("Api.LocalHost")]
    [InlineData("[::1]")]
    public void A_host_that_is_clearly_refused_needs_no_dns(string host) => Assert.NotNull(new DestinationRules().RefusalOf(host, 80, fromCluster: true));

    [Fact]
    public void The_operator_can_allow_addresses_but_never_the_gateway_itself()
    {
        DestinationRules rules = new()
        {
            Allowed = [AddressRange.TryParse("127.0.0.0/8", out AddressRange range) ? range : default],
            IsOwn = static (_, port) => port == 9902,
            IsApiServer = static (host, port) => (host, port) == ("192.0.2.7", 6443),
        };
        Assert.Null(rules.RefusalOf("127.0.0.1", 80, fromCluster: true));
        Assert.Equal("127.0.0.1:9902 is a listener of the gateway itself", rules.RefusalOf("127.0.0.1", 9902, fromCluster: false));
        Assert.Contains("is the API server", rules.RefusalOf("192.0.2.7", 6443, fromCluster: true), StringComparison.Ordinal);
        Assert.Null(rules.RefusalOf("192.0.2.7", 443, fromCluster: true));
        Assert.Null(rules.RefusalOf("192.0.2.7", 6443, fromCluster: false));
    }
}
