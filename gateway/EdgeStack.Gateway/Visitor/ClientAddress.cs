using System.Net;

namespace EdgeStack.Gateway.Visitor;

/// <summary>Who is calling: computed once a request, used by everything after it.</summary>
/// <param name="Address">The address as text, IPv4 in IPv6 unwrapped; <c>-</c> when it is not known.</param>
/// <param name="Source">Where the address is from, one of <see cref="ClientSource"/>.</param>
/// <param name="Ip">The address for rules and limits; null when it is not known.</param>
internal readonly record struct ClientAddress(string Address, string Source, IPAddress? Ip)
{
    public static ClientAddress Of(IPAddress? ip, string source) => new(ip?.ToString() ?? "-", source, ip);
}
