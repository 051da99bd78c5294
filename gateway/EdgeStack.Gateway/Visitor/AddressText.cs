using System.Buffers;
using System.Net;
using System.Net.Sockets;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Visitor;

/// <summary>Reads addresses in headers. Stricter than .NET, which also takes <c>10.1</c>, <c>0x7f.1</c>, octal numbers and zones.</summary>
internal static class AddressText
{
    private const int LongestIPv6 = 45;

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>One address and nothing else, IPv4 in IPv6 unwrapped; null for anything else.</summary>
    public static IPAddress? Read(ReadOnlySpan<char> text)
    {
        bool valid = text.Contains(':') ? text.Length <= LongestIPv6 && !text.ContainsAnyExcept(IPv6Characters) : IsIPv4(text);
        return valid && IPAddress.TryParse(text, out IPAddress? address) ? AddressRange.Plain(address) : null;
    }

    /// <summary>An item of X-Forwarded-For: some proxies add the port, and then brackets.</summary>
    public static IPAddress? ReadHop(ReadOnlySpan<char> text)
    {
        if (text is ['[', ..])
        {
            int close = text.IndexOf(']');
            return close > 0 && text[1..close].Contains(':') && (close == text.Length - 1 || (text[close + 1] == ':' && IsPort(text[(close + 2)..])))
                ? Read(text[1..close]) : null;
        }

        int colon = text.IndexOf(':');
        return colon > 0 && text[..colon].Contains('.') && IsPort(text[(colon + 1)..]) ? Read(text[..colon]) : Read(text);
    }

    /// <summary>False for addresses that nobody can have at the other end of a network: loopback, unspecified, multicast, broadcast.</summary>
    public static bool CanBeAVisitor(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback);
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) && bytes[0] is > 0 and < 224 and not 127;
    }

    private static bool IsIPv4(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (Range part in text.Split('.'))
        {
            ReadOnlySpan<char> digits = text[part];
            if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
                return false;
            parts++;
        }

        return parts == 4;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
