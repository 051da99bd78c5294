using System.Text;

namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>Compares texts with their UTF-8 bytes, so that what is known is found without making a text of the bytes.</summary>
internal sealed class Utf8Words : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    private const int LongestOnStack = 512;

    public static Utf8Words Comparer { get; } = new();

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public bool Equals(ReadOnlySpan<byte> alternate, string other)
    {
        // The usual case, and the only one in which both are as long as each other.
        if (Ascii.IsValid(alternate))
            return alternate.Length == other.Length && Ascii.Equals(alternate, other);
        Span<byte> bytes = Bytes(other, stackalloc byte[LongestOnStack]);
        return alternate.SequenceEqual(bytes);
    }

    public int GetHashCode(string obj) => GetHashCode(Bytes(obj, stackalloc byte[LongestOnStack]));

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        HashCode hash = default;
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    private static Span<byte> Bytes(string text, Span<byte> buffer) =>
        Encoding.UTF8.GetMaxByteCount(text.Length) <= buffer.Length ? buffer[..Encoding.UTF8.GetBytes(text, buffer)] : Encoding.UTF8.GetBytes(text);
}
