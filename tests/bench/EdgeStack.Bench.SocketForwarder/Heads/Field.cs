using System.Runtime.InteropServices;

namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>One line of a head, as places in its bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Field(FieldKind Kind, int Start, int NameLength, int ValueStart, int ValueLength)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> head) => head.Slice(Start, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head) => head.Slice(ValueStart, ValueLength);

    /// <summary>Name and value as they stand, without the line's end.</summary>
    public ReadOnlySpan<byte> Line(ReadOnlySpan<byte> head) => head[Start..(ValueStart + ValueLength)];
}
