using System.Net;
using CsCheck;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.Tests.Visitor;

/// <summary>For any text in any of the headers.</summary>
public sealed class CallerPropertyTests
{
    private static readonly string[] Names = ["CF-Connecting-IP", "X-Forwarded-For", "X-Forwarded-Proto", "CF-Visitor", "CF-IPCountry", "CF-Ray", "CF_Connecting_IP", "Forwarded"];

    // Pieces of addresses and of everything around them, so that random texts are often almost right.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char['\u0001', '\u00ff'], 0, 20],
        Among("203.0.113.9", "10.0.0.2", "10.0.0.3", "127.0.0.1", "::1", "2001:db8::9", "2001:db8:10::2", "::ffff:10.0.0.4", "[2001:db8::8]:80", "198.51.100.7:443",
            "fe80::1%1", "1.2.3", "0.0.0.0", "garbage", "", "https", "{\"scheme\":\"https\"}", "SE").Array[0, 5].Select(items => string.Join(", ", items)),
        Among("1", ".", ":", ",", "[", "]", "%", " ", "ff", "255", "0", "::", "x").Array[0, 14].Select(string.Concat));

    private static readonly Gen<(string, string)[]> Headers = Gen.Select(Among(Names), Text).Array[0, 6];

    [Fact]
    public void No_header_makes_reading_throw_and_whatever_comes_out_is_safe_to_pass_on() => Gen.Select(Among("10.0.0.1", "192.0.2.1", "::1", ""), Headers).Sample((peer, headers) =>
    {
        Caller caller = Visits.Read(peer.Length == 0 ? null : peer, headers);
        Assert.Contains(caller.Scheme, (string[])["http", "https"]);
        Assert.Contains(caller.Client.Source, (string[])[ClientSource.Direct, ClientSource.CfConnectingIp, ClientSource.XForwardedFor, ClientSource.Peer, ClientSource.Tunnel, ClientSource.Invalid]);
        Assert.True(caller.Client.Ip is null ? caller.Client.Address == "-" : IPAddress.TryParse(caller.Client.Address, out IPAddress? ip) && ip.Equals(caller.Client.Ip));
        Assert.All((caller.ForwardedFor ?? "10.0.0.1").Split(", "), hop => Assert.True(IPAddress.TryParse(hop, out _), hop));
    });

    [Fact]
    public void A_peer_that_is_not_trusted_is_always_the_visitor() =>
        Headers.Sample(headers => Assert.Equal(new Caller(new ClientAddress("192.0.2.1", "direct", IPAddress.Parse("192.0.2.1")), "http", "192.0.2.1"), Visits.Read("192.0.2.1", headers)));

    [Fact]
    public void No_address_comes_out_that_no_trusted_party_said() => Headers.Sample(headers =>
    {
        Caller caller = Visits.Read(Visits.TrustedPeer, headers);
        HashSet<string> believed = [Visits.TrustedPeer];
        foreach ((string name, string value) in headers.Where(header => header.Item1 == "CF-Connecting-IP"))
        {
            if (IPAddress.TryParse(value, out IPAddress? said))
                believed.Add((said.IsIPv4MappedToIPv6 ? said.MapToIPv4() : said).ToString());
        }

        // An oracle of another kind: every item that stands to the left of trusted ones only, by splitting and .NET's own parsers.
        string[] items = [.. headers.Where(header => header.Item1 == "X-Forwarded-For").SelectMany(header => header.Item2.Split(',')).Select(item => item.Trim(' ', '\t')).Where(item => item.Length > 0)];
        foreach (string item in items.Reverse())
        {
            IPAddress? hop = IPEndPoint.TryParse(item, out IPEndPoint? endpoint) ? endpoint.Address : null;
            if (hop is null)
                break;
            hop = hop.IsIPv4MappedToIPv6 ? hop.MapToIPv4() : hop;
            believed.Add(hop.ToString());
            if (!Visits.Range("10.0.0.0/24").Contains(hop) && !Visits.Range("2001:db8:10::/48").Contains(hop) && !Visits.Range("127.0.0.0/8").Contains(hop))
                break;
        }

        Assert.Contains(caller.Client.Address, believed);
        Assert.All(caller.ForwardedFor!.Split(", "), hop => Assert.Contains(hop, believed));
    }, iter: 2000);

    private static Gen<string> Among(params string[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);
}
