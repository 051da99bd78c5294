using System.Collections.Frozen;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Opens connections to upstreams after looking where DNS leads. Addresses were judged when they were resolved, but for listeners that did not
/// listen yet; a name can lead anywhere at any time, so it is judged at every connection, and what was judged is what is connected to.
/// </summary>
internal sealed class ConnectGuard(DestinationRules rules)
{
    private volatile FrozenSet<(string Host, int Port)> _trusted = [];

    /// <summary>Names that only the operator's own files name; all others are judged as strictly as a cluster's.</summary>
    public void Trust(IReadOnlySet<(string Host, int Port)> names)
    {
        if (!_trusted.SetEquals(names))
            _trusted = names.ToFrozenSet();
    }

    public async ValueTask<NetworkStream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint asked = context.DnsEndPoint;
        IPAddress[] allowed = await AddressesOf(asked, cancellationToken);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, asked.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Where that may be connected to.</summary>
    /// <exception cref="RefusedDestinationException">Nowhere.</exception>
    public async ValueTask<IPAddress[]> AddressesOf(DnsEndPoint asked, CancellationToken cancellationToken)
    {
        bool isAddress = IPAddress.TryParse(asked.Host.Trim('[', ']'), out IPAddress? address);
        bool strict = !isAddress && !_trusted.Contains((asked.Host, asked.Port));
        IPAddress[] found = isAddress ? [address!] : await Dns.GetHostAddressesAsync(asked.Host, cancellationToken);
        string? refusal = null;
        IPAddress[] allowed = [.. found.Where(one =>
        {
            string? why = rules.RefusalOf(one, asked.Port, strict);
            refusal ??= why;
            return why is null;
        })];
        return allowed.Length > 0 || refusal is null ? allowed : throw new RefusedDestinationException($"{asked.Host}:{asked.Port} leads to where requests must not go: {refusal}");
    }
}
