using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Collector.Scraping;

/// <summary>Addresses of the own link, where clouds hand out credentials: no name and no redirect may lead us there.</summary>
internal static class LinkLocal
{
    // What one cloud uses over IPv6.
    private static readonly IPAddress Metadata = IPAddress.Parse("fd00:ec2::254");

    public static bool Contains(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? plain.GetAddressBytes() is [169, 254, ..]
            : plain.IsIPv6LinkLocal || plain.Equals(Metadata);
    }
}
