using System.Net;
using System.Net.Sockets;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Finds the address of a host and connects to it, and knows how long each took.</summary>
internal sealed class ProbeConnector(NameLookup names, TimeProvider time)
{
    /// <summary>How long it took to find addresses, over all connections of the try.</summary>
    public TimeSpan Lookup { get; private set; }

    /// <summary>How long it took to connect to one of them.</summary>
    public TimeSpan Connect { get; private set; }

    /// <summary>When the last connection stood.</summary>
    public long Connected { get; private set; }

    /// <summary>4 or 6; 0 when no address was found.</summary>
    public int Protocol { get; private set; }

    public async Task<Socket> TcpAsync(string host, int port, CancellationToken cancellation)
    {
        IPAddress address = await AddressAsync(host, cancellation);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return await ConnectAsync(socket, new IPEndPoint(address, port), cancellation);
    }

    public async Task<Socket> UdpAsync(string host, int port, CancellationToken cancellation)
    {
        IPAddress address = await AddressAsync(host, cancellation);
        return await ConnectAsync(new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(address, port), cancellation);
    }

    // One address, so that the phases are of one connection. IPv4 first: behind a carrier's NAT IPv6 is often there and leads nowhere.
    private async Task<IPAddress> AddressAsync(string host, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        try
        {
            IPAddress[] addresses = await names.AddressesAsync(host.Trim('[', ']'), cancellation);
            IPAddress address = addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault() ?? throw new ProbeException("the name leads to no address");
            // A redirect may lead there.
            if (LinkLocal.Contains(address))
                throw new ProbeException($"{address} is link-local and is not tried");
            Protocol = address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
            return address;
        }
        catch (SocketException)
        {
            throw new ProbeException("the name leads to no address");
        }
        finally
        {
            Lookup += time.GetElapsedTime(start);
        }
    }

    private async Task<Socket> ConnectAsync(Socket socket, IPEndPoint end, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        try
        {
            await socket.ConnectAsync(end, cancellation);
            return socket;
        }
        catch (Exception fault)
        {
            socket.Dispose();
            throw fault is SocketException ? new ProbeException("no connection: refused, or nobody there") : fault;
        }
        finally
        {
            Connected = time.GetTimestamp();
            Connect += time.GetElapsedTime(start, Connected);
        }
    }
}
