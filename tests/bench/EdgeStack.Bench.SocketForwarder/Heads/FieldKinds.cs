// Hot path: Of runs once a field.
using System.Text;

namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>Fields by their names: those of RFC 9110, section 7.6.1, and those that a proxy writes itself.</summary>
internal static class FieldKinds
{
    public static FieldKind Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "te"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        4 => Is(name, "host"u8) ? FieldKind.Host : FieldKind.EndToEnd,
        6 => Is(name, "expect"u8) ? FieldKind.Expect : FieldKind.EndToEnd,
        7 => Is(name, "upgrade"u8) || Is(name, "trailer"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        10 => Is(name, "connection"u8) ? FieldKind.Connection : Is(name, "keep-alive"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        14 => Is(name, "content-length"u8) ? FieldKind.ContentLength : FieldKind.EndToEnd,
        15 => Is(name, "x-forwarded-for"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        16 => Is(name, "x-forwarded-host"u8) || Is(name, "proxy-connection"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        17 => Is(name, "transfer-encoding"u8) ? FieldKind.TransferEncoding : Is(name, "x-forwarded-proto"u8) ? FieldKind.Dropped : FieldKind.EndToEnd,
        _ => FieldKind.EndToEnd,
    };

    public static FieldKind Of(string name)
    {
        Span<byte> bytes = stackalloc byte[17];
        return name.Length <= bytes.Length && Ascii.FromUtf16(name, bytes, out int count) == System.Buffers.OperationStatus.Done ? Of(bytes[..count]) : FieldKind.EndToEnd;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(name, lower);
}
