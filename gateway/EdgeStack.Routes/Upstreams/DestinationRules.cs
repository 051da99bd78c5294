using System.Collections.Immutable;
using System.Net;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Upstreams;

/// <summary>
/// Where requests must never be sent (row UP-09): the gateway's own listeners, whoever says so; and for what comes from a cluster also
/// loopback, link-local and metadata addresses and the API server, which trust whoever can reach them.
/// </summary>
public sealed class DestinationRules
{
    /// <summary>Nothing is refused.</summary>
    public static readonly DestinationRules Open = new();

    // Loopback, "this network", link-local (which holds most clouds' metadata), and the metadata addresses elsewhere:
    // Amazon over IPv6, Google over IPv6, Alibaba, Azure.
    private static readonly (AddressRange Range, string What)[] Private =
    [
        .. Ranges("loopback", "127.0.0.0/8", "0.0.0.0/8", "::1", "::"),
        .. Ranges("link-local", "169.254.0.0/16", "fe80::/10"),
        .. Ranges("a cloud's metadata address", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16"),
    ];

    /// <summary>Which of those addresses the operator allows nevertheless.</summary>
    public ImmutableArray<AddressRange> Allowed { get; init; } = [];

    /// <summary>Whether a namespace of a cluster may name URLs and Services of type ExternalName.</summary>
    public Func<string, bool> AllowsUrls { get; init; } = static _ => true;

    /// <summary>Whether the gateway itself listens there.</summary>
    public Func<IPAddress, int, bool> IsOwn { get; init; } = static (_, _) => false;

    /// <summary>Whether the API server listens there.</summary>
    public Func<string, int, bool> IsApiServer { get; init; } = static (_, _) => false;

    /// <summary>Why requests must not be sent to an address, with what to write; null when they may.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="fromCluster">True when somebody else than the operator named it.</param>
    public string? RefusalOf(IPAddress address, int port, bool fromCluster)
    {
        IPAddress plain = AddressRange.Plain(address);
        if (IsOwn(plain, port))
            return $"{new IPEndPoint(plain, port)} is a listener of the gateway itself";
        if (!fromCluster || Allowed.Any(range => range.Contains(plain)))
            return null;
        foreach ((AddressRange range, string what) in Private)
        {
            if (range.Contains(plain))
                return $"{plain} is {what}; the operator can allow it: upstreams.allowAddresses: [{plain}]";
        }

        return IsApiServer(plain.ToString(), port) ? $"{new IPEndPoint(plain, port)} is the API server; the operator can allow it: upstreams.allowAddresses: [{plain}]" : null;
    }

    /// <summary>The same for a host as it is written: only what is clear without asking DNS.</summary>
    public string? RefusalOf(string host, int port, bool fromCluster)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
            return RefusalOf(address, port, fromCluster);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return RefusalOf(IPAddress.Loopback, port, fromCluster);
        return fromCluster && IsApiServer(host, port) ? $"{host}:{port} is the API server" : null;
    }

    private static IEnumerable<(AddressRange, string)> Ranges(string what, params string[] ranges) =>
        ranges.Select(text => AddressRange.TryParse(text, out AddressRange range) ? (range, what) : throw new FormatException(text));
}
