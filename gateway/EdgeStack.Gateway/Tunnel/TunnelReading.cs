using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What came of a file that names a tunnel. A fault never holds what is in the file.</summary>
/// <typeparam name="T">What was read.</typeparam>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TunnelReading<T>(T? Value, string? Fault)
    where T : class
{
    public static implicit operator TunnelReading<T>(T value) => new(value, null);

    public static TunnelReading<T> Wrong(string fault) => new(null, fault);
}
