using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Whom a request counts for, in 16 bytes whatever a visitor sends.</summary>
internal static class SourceKey
{
    /// <summary>All whose address is not known are one.</summary>
    public static readonly UInt128 Unknown = UInt128.MaxValue;

    private const int AddressLength = 16, NetworkLength = 8;

    /// <summary>An IPv4 address, or the /64 network of an IPv6 address: that is what one customer gets.</summary>
    public static UInt128 Of(IPAddress? address)
    {
        if (address is null)
            return Unknown;
        Span<byte> bytes = stackalloc byte[AddressLength];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes.Clear();
            bytes[10] = bytes[11] = 0xFF;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
            if (!address.IsIPv4MappedToIPv6)
                bytes[NetworkLength..].Clear();
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The first half of SHA-256: two texts with one key cannot be found.</summary>
    public static UInt128 Of(ReadOnlySpan<char> text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
