using System.Buffers;
using System.Net;

namespace EdgeStack.Routes.Rules;

/// <summary>Reads one address. Stricter than .NET, which also takes <c>10.1</c>, <c>0x7f.1</c>, octal numbers and zones.</summary>
public static class AddressText
{
    private const int LongestIPv6 = 45;

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>One address and nothing else, IPv4 in IPv6 unwrapped; null for anything else.</summary>
    public static IPAddress? Read(ReadOnlySpan<char> text)
    {
        bool valid = text.Contains(':') ? text.Length <= LongestIPv6 && !text.ContainsAnyExcept(IPv6Characters) : IsIPv4(text);
        return valid && IPAddress.TryParse(text, out IPAddress? address) ? AddressRange.Plain(address) : null;
    }

    /// <summary>Reads an address as somebody types it.</summary>
    /// <returns>What is wrong with it; null when it is one.</returns>
    public static string? ReadTyped(string written, out IPAddress? address)
    {
        address = Read(written);
        return address is null ? $"'{written}' is no address; write 192.0.2.7 or 2001:db8::7" : null;
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
}
