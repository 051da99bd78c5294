using System.Net;
using System.Net.NetworkInformation;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Knows the gateway's own listeners by every address of this machine: a request sent to one of them would come back for ever.</summary>
internal sealed class OwnListeners(ListenerAddresses addresses, GatewayOptions options, TimeProvider time)
{
    private static readonly TimeSpan InterfacesStay = TimeSpan.FromSeconds(30);

    private volatile Bound _bound = new(default, []);
    private volatile Interfaces? _interfaces;

    public bool Includes(IPAddress address, int port)
    {
        foreach (IPEndPoint listener in Listeners())
        {
            if (listener.Port == port && IsReached(listener.Address, address))
                return true;
        }

        return false;
    }

    // A connection to 0.0.0.0 or [::] goes to loopback.
    private bool IsReached(IPAddress listener, IPAddress address) =>
        listener.Equals(address) || (IsAny(listener) && IsOfThisMachine(address)) || (IsAny(address) && IPAddress.IsLoopback(listener));

    // Before they listen their addresses are those of the settings, where port 0 is one that the system will choose.
    private IPEndPoint[] Listeners()
    {
        (string?, string?, string?, string?) urls =
            (addresses.Public ?? options.Listeners.Public, addresses.H2c ?? options.Listeners.H2c, addresses.Admin ?? options.Listeners.Admin, addresses.Metrics ?? options.Listeners.Metrics);
        Bound bound = _bound;
        if (bound.Urls != urls)
            _bound = bound = new Bound(urls, [.. new[] { urls.Item1, urls.Item2, urls.Item3, urls.Item4 }.OfType<string>().Select(EndPointOf).OfType<IPEndPoint>()]);
        return bound.EndPoints;
    }

    private static IPEndPoint? EndPointOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri is { Port: > 0 }
        ? new IPEndPoint(uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(uri.Host.Trim('[', ']')), uri.Port)
        : null;

    private bool IsOfThisMachine(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || IsAny(address))
            return true;
        Interfaces? interfaces = _interfaces;
        if (interfaces is null || time.GetElapsedTime(interfaces.Read) > InterfacesStay)
        {
            _interfaces = interfaces = new Interfaces(time.GetTimestamp(), [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)]);
        }

        return interfaces.Addresses.Contains(address);
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private sealed record Bound((string?, string?, string?, string?) Urls, IPEndPoint[] EndPoints);

    private sealed record Interfaces(long Read, HashSet<IPAddress> Addresses);
}
