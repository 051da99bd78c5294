using System.Net;
using System.Net.Sockets;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Visitor;

/// <summary>Addresses that headers say a visitor has.</summary>
internal static class VisitorAddress
{
    /// <summary>An item of X-Forwarded-For: some proxies add the port, and then brackets.</summary>
    public static IPAddress? ReadHop(ReadOnlySpan<char> text)
    {
        if (text is ['[', ..])
        {
            int close = text.IndexOf(']');
            return close > 0 && text[1..close].Contains(':') && (close == text.Length - 1 || (text[close + 1] == ':' && IsPort(text[(close + 2)..])))
                ? AddressText.Read(text[1..close]) : null;
        }

        int colon = text.IndexOf(':');
        return colon > 0 && text[..colon].Contains('.') && IsPort(text[(colon + 1)..]) ? AddressText.Read(text[..colon]) : AddressText.Read(text);
    }

    /// <summary>False for addresses that nobody can have at the other end of a network: loopback, unspecified, multicast, broadcast.</summary>
    public static bool CanBeAVisitor(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback);
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) && bytes[0] is > 0 and < 224 and not 127;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
