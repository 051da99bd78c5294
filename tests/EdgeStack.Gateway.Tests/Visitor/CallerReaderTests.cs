using System.Net;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.Tests.Visitor;

/// <summary>Rows HD-01 and HD-02: who is believed about whom.</summary>
public sealed class CallerReaderTests
{
    private const string Cf = "CF-Connecting-IP", Xff = "X-Forwarded-For", Proto = "X-Forwarded-Proto";

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("::1", "::1")]
    [InlineData("10.0.1.1", "10.0.1.1")]
    public void HD_01_Whatever_a_peer_that_is_not_trusted_says_only_its_own_address_counts(string peer, string address)
    {
        Caller caller = Visits.Read(peer, (Cf, "203.0.113.9"), (Xff, "203.0.113.9"), (Proto, "https"), ("CF-IPCountry", "SE"), ("CF-Ray", "8a1-ARN"), ("CF-Visitor", "{\"scheme\":\"https\"}"));
        Assert.Equal(new Caller(new ClientAddress(address, "direct", IPAddress.Parse(address)), "http", address), caller);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("2001:DB8::9", "2001:db8::9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.77", "10.0.0.77")]
    public void A_trusted_peers_CF_Connecting_IP_is_the_visitor_and_wins_over_X_Forwarded_For(string written, string address)
    {
        foreach (string? peer in (string?[])[Visits.TrustedPeer, "2001:db8:10::1", "127.0.0.1", null])
        {
            Caller caller = Visits.Read(peer, (Cf, written), (Xff, "198.51.100.1"), ("CF-IPCountry", "SE"), ("CF-Ray", "8a1b2c3d4e5f6071-ARN"));
            Assert.Equal(new ClientAddress(address, "cf-connecting-ip", IPAddress.Parse(address)), caller.Client);
            Assert.Equal(("SE", "8a1b2c3d4e5f6071-ARN", peer is null ? address : $"{address}, {peer}"), (caller.Country, caller.Ray, caller.ForwardedFor));
        }
    }

    [Theory]
    [InlineData("203.0.113.9, 203.0.113.8")]
    [InlineData("203.0.113.9:443")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[2001:db8::9]")]
    [InlineData("10.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("3232235777")]
    [InlineData("203.0.113.9/32")]
    [InlineData("unknown")]
    [InlineData(" 203.0.113.9")]
    [InlineData("203.0.113.9\u0000")]
    [InlineData("\u0662\u0660\u0663.0.113.9")]
    public void HD_02_A_CF_Connecting_IP_that_is_not_one_valid_address_is_flagged_and_the_peer_counts(string written)
    {
        Assert.Equal(new ClientAddress("10.0.0.1", "invalid", IPAddress.Parse("10.0.0.1")), Visits.Read(Visits.TrustedPeer, (Cf, written), (Xff, "203.0.113.9")).Client);
        Assert.Equal(new Caller(new ClientAddress("-", "invalid", null), "http", null), Visits.Read(null, (Cf, written)));
    }

    [Fact]
    public void HD_02_Two_lines_of_CF_Connecting_IP_are_flagged_even_when_they_agree() =>
        Assert.Equal("invalid", Visits.Read(Visits.TrustedPeer, (Cf, "203.0.113.9"), ("cf-connecting-ip", "203.0.113.9")).Client.Source);

    [Fact]
    public void HD_02_A_trusted_peer_that_names_nobody_is_the_visitor_itself_and_the_tunnel_is_nobody()
    {
        Assert.Equal(new Caller(new ClientAddress("10.0.0.1", "peer", IPAddress.Parse("10.0.0.1")), "http", "10.0.0.1"), Visits.Read(Visits.TrustedPeer, (Xff, " , ")));
        Assert.Equal(new Caller(new ClientAddress("-", "tunnel", null), "http", null), Visits.Read(null));
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9", "203.0.113.9, 10.0.0.1")]
    [InlineData("6.6.6.6, 203.0.113.9", "203.0.113.9", "203.0.113.9, 10.0.0.1")]
    [InlineData("6.6.6.6, 203.0.113.9, 10.0.0.5,127.0.0.1", "203.0.113.9", "203.0.113.9, 10.0.0.5, 127.0.0.1, 10.0.0.1")]
    [InlineData("garbage, 203.0.113.9", "203.0.113.9", "203.0.113.9, 10.0.0.1")]
    [InlineData("203.0.113.9:5678", "203.0.113.9", "203.0.113.9, 10.0.0.1")]
    [InlineData("[2001:db8::9]:443, 10.0.0.2:80", "2001:db8::9", "2001:db8::9, 10.0.0.2, 10.0.0.1")]
    [InlineData("[2001:db8::9]", "2001:db8::9", "2001:db8::9, 10.0.0.1")]
    [InlineData("2001:db8::9, ::ffff:10.0.0.2", "2001:db8::9", "2001:db8::9, 10.0.0.2, 10.0.0.1")]
    [InlineData("10.0.0.9, 10.0.0.8", "10.0.0.9", "10.0.0.9, 10.0.0.8, 10.0.0.1")]
    [InlineData(" ,203.0.113.9,, ", "203.0.113.9", "203.0.113.9, 10.0.0.1")]
    public void X_Forwarded_For_is_walked_from_the_right_past_trusted_peers(string written, string address, string chain)
    {
        Caller caller = Visits.Read(Visits.TrustedPeer, (Xff, written));
        Assert.Equal((new ClientAddress(address, "x-forwarded-for", IPAddress.Parse(address)), chain), (caller.Client, caller.ForwardedFor));
    }

    [Fact]
    public void Several_lines_of_X_Forwarded_For_are_one_list() =>
        Assert.Equal("203.0.113.9", Visits.Read(Visits.TrustedPeer, (Xff, "6.6.6.6"), (Xff, "203.0.113.9"), (Xff, "10.0.0.2")).Client.Address);

    [Theory]
    [InlineData("203.0.113.9, garbage")]
    [InlineData("203.0.113.9, unknown, 10.0.0.2")]
    [InlineData("127.0.0.1")]
    [InlineData("6.6.6.6, ::1")]
    [InlineData("203.0.113.9:port")]
    [InlineData("203.0.113.9:123456")]
    [InlineData("[203.0.113.9]")]
    [InlineData("[2001:db8::9")]
    [InlineData("fe80::1%1")]
    public void HD_02_An_item_of_X_Forwarded_For_that_had_to_be_believed_and_cannot_be_is_flagged_and_the_peer_counts(string written) =>
        Assert.Equal(new ClientAddress("10.0.0.1", "invalid", IPAddress.Parse("10.0.0.1")), Visits.Read(Visits.TrustedPeer, (Xff, written)).Client);

    [Theory]
    [InlineData("https", "", "https")]
    [InlineData("HTTPS", "", "https")]
    [InlineData("wss", "", "https")]
    [InlineData("http", "{\"scheme\":\"https\"}", "http")]
    [InlineData("ws", "", "http")]
    [InlineData("", "{\"scheme\":\"https\"}", "https")]
    [InlineData("", "{\"scheme\":\"http\"}", "http")]
    [InlineData("", "https", "http")]
    [InlineData("gopher", "{\"scheme\":\"https\"}", "http")]
    [InlineData("https,http", "", "http")]
    public void The_scheme_is_the_one_that_a_trusted_peer_names_and_always_http_or_https(string proto, string visitor, string scheme)
    {
        List<(string, string)> headers = [];
        if (proto.Length > 0)
            headers.Add((Proto, proto));
        if (visitor.Length > 0)
            headers.Add(("CF-Visitor", visitor));
        Assert.Equal(scheme, Visits.Read(null, [.. headers]).Scheme);
    }

    [Theory]
    [InlineData("SWE", "x\u001b[31m")]
    [InlineData("\"e", "a b")]
    [InlineData("", "")]
    [InlineData("S", "123456789012345678901234567890123")]
    public void A_country_or_a_ray_that_is_none_is_left_out(string country, string ray)
    {
        Caller caller = Visits.Read(null, ("CF-IPCountry", country), ("CF-Ray", ray));
        Assert.Equal((null, null), (caller.Country, caller.Ray));
    }
}
