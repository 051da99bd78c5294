using System.Net;

namespace EdgeStack.Gateway.Visitor;

/// <summary>Who is calling: computed once a request, used by everything after it.</summary>
/// <param name="Address">The address as text, IPv4 in IPv6 unwrapped; <c>-</c> when the transport has none.</param>
/// <param name="Source">Where the address is from: <c>direct</c> is the connection's other end.</param>
/// <param name="Peer">The address for rules; null when the transport has none.</param>
internal readonly record struct ClientAddress(string Address, string Source, IPAddress? Peer)
{
    public static ClientAddress Of(ConnectionInfo connection)
    {
        IPAddress? peer = connection.RemoteIpAddress;
        if (peer is { IsIPv4MappedToIPv6: true })
            peer = peer.MapToIPv4();
        return new ClientAddress(peer?.ToString() ?? "-", "direct", peer);
    }
}
