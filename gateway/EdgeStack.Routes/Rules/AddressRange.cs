using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Routes.Rules;

/// <summary>An address or a network, IPv4 or IPv6. An IPv4 address inside IPv6 counts as the IPv4 address.</summary>
public readonly record struct AddressRange(IPNetwork Network)
{
    public static bool TryParse(string written, out AddressRange range)
    {
        range = default;
        if (IPAddress.TryParse(written, out IPAddress? address) && HasAllParts(written))
        {
            address = Plain(address);
            range = new AddressRange(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            return true;
        }

        int slash = written.IndexOf('/');
        if (slash < 0 || !HasAllParts(written[..slash]) || !IPAddress.TryParse(written[..slash], out address)
            || !int.TryParse(written[(slash + 1)..], System.Globalization.NumberStyles.None, null, out int length)
            || length > (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
            return false;
        range = new AddressRange(new IPNetwork(Masked(address, length), length));
        return true;
    }

    public bool Contains(IPAddress address) => Network.Contains(Plain(address));

    public override string ToString() => Network.PrefixLength is var length && length == (Network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        ? Network.BaseAddress.ToString() : Network.ToString();

    /// <summary>The address itself, out of its IPv6 wrapping when it has one.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // .NET also reads '10.1' as an address; nobody means 10.0.0.1 by that.
    private static bool HasAllParts(string written) => written.Contains(':') || written.Count(c => c == '.') == 3;

    // Go accepts host bits after the prefix and so does everyone's configuration.
    private static IPAddress Masked(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int bits = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - bits));
        }

        return new IPAddress(bytes);
    }
}
