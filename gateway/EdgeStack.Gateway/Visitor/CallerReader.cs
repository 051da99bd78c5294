// Hot path: for a peer that is not trusted no header is looked at.
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Visitor;

/// <summary>
/// Finds out who is calling. There are two ways to an address: the connection, and a header from a peer that we trust, which is the tunnel's
/// socket or an address of the setting <c>visitor.trustedPeers</c>.
/// </summary>
internal sealed class CallerReader(GatewayOptions options)
{
    private const string Https = "https", Http = "http";

    private const int LongestRay = 32;

    private readonly ImmutableArray<AddressRange> _trusted = options.Visitor.TrustedPeers;

    public Caller Read(HttpContext context)
    {
        IPAddress? peer = context.Connection.RemoteIpAddress is { } remote ? WithoutWrapping(remote) : null;
        bool isTunnel = peer is null && context.Features.Get<TunnelConnection>() is not null;
        if (!isTunnel && (peer is null || !IsTrusted(peer)))
        {
            ClientAddress direct = ClientAddress.Of(peer, ClientSource.Direct);
            return new Caller(direct, context.Request.Scheme, peer is null ? null : direct.Address);
        }

        IHeaderDictionary headers = context.Request.Headers;
        return Named(headers, peer) with
        {
            Scheme = Scheme(headers) ?? context.Request.Scheme,
            Country = headers["CF-IPCountry"] is [{ Length: 2 } country] && country.All(char.IsAsciiLetterOrDigit) ? country : null,
            Ray = headers["CF-Ray"] is [{ Length: > 0 and <= LongestRay } ray] && ray.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? ray : null,
        };
    }

    private Caller Named(IHeaderDictionary headers, IPAddress? peer)
    {
        StringValues cloudflare = headers["CF-Connecting-IP"];
        if (cloudflare.Count > 0)
        {
            // A second opinion is not asked for: one that is not understood is no reason to believe another.
            return cloudflare is [{ } text] && AddressText.Read(text) is { } visitor && VisitorAddress.CanBeAVisitor(visitor)
                ? Chain(visitor, peer) : Fallback(peer, ClientSource.Invalid);
        }

        ForwardedHops hops = ForwardedHops.Read(headers["X-Forwarded-For"], IsTrusted);
        if (!hops.IsValid)
            return Fallback(peer, ClientSource.Invalid);
        return hops.Believed is [.., var client]
            ? new Caller(ClientAddress.Of(client, ClientSource.XForwardedFor), Http, hops.Text(peer))
            : Fallback(peer, peer is null ? ClientSource.Tunnel : ClientSource.Peer);
    }

    private static Caller Chain(IPAddress visitor, IPAddress? peer)
    {
        ClientAddress client = ClientAddress.Of(visitor, ClientSource.CfConnectingIp);
        return new Caller(client, Http, peer is null ? client.Address : $"{client.Address}, {peer}");
    }

    private static Caller Fallback(IPAddress? peer, string source)
    {
        ClientAddress client = ClientAddress.Of(peer, source);
        return new Caller(client, Http, peer is null ? null : client.Address);
    }

    private static string? Scheme(IHeaderDictionary headers) => headers["X-Forwarded-Proto"] switch
    {
        [{ } proto] when proto.Equals(Https, StringComparison.OrdinalIgnoreCase) || proto.Equals("wss", StringComparison.OrdinalIgnoreCase) => Https,
        [{ } proto] when proto.Equals(Http, StringComparison.OrdinalIgnoreCase) || proto.Equals("ws", StringComparison.OrdinalIgnoreCase) => Http,
        [] => headers["CF-Visitor"] switch
        {
            ["{\"scheme\":\"https\"}"] => Https,
            ["{\"scheme\":\"http\"}"] => Http,
            _ => null,
        },
        _ => null,
    };

    private bool IsTrusted(IPAddress address)
    {
        foreach (AddressRange range in _trusted)
        {
            if (range.Contains(address))
                return true;
        }

        return false;
    }

    // A zone is the name of a network card of this machine, and means nothing to anyone else.
    private static IPAddress WithoutWrapping(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : AddressRange.Plain(address);
}
