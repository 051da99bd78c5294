using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>Connects to a target, when its address is one that it may have. Names are judged by the addresses that they really lead to.</summary>
internal sealed class TargetConnector(bool allowLinkLocal, NameLookup names)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        DnsEndPoint end = context.DnsEndPoint;
        IPAddress[] addresses = await names.AddressesAsync(end.Host, cancellation);
        if (!allowLinkLocal && addresses.FirstOrDefault(LinkLocal.Contains) is { } refused)
            throw new RefusedAddressException(refused);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
