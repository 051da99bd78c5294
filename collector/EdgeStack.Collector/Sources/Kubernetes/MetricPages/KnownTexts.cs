using System.Buffers;

namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>
/// Texts that the last readings had, so that the same label read again makes no new text. What neither this reading nor the one before had is forgotten: pods come and go.
/// </summary>
internal sealed class KnownTexts
{
    private HashSet<string> _now = new(Utf8Words.Comparer);
    private HashSet<string> _before = new(Utf8Words.Comparer);

    public int Count => _now.Count + _before.Count;

    public string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> now = _now.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (now.TryGetValue(bytes, out string? text))
            return text;
        if (!_before.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out text))
            text = Utf8Words.Comparer.Create(bytes);
        _now.Add(text);
        return text;
    }

    /// <summary>The same for a label's value with its three escapes, and any other backslash as itself.</summary>
    public string Unescaped(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains((byte)'\\'))
            return Of(bytes);
        byte[] plain = ArrayPool<byte>.Shared.Rent(bytes.Length);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool escape = bytes[i] == '\\' && i + 1 < bytes.Length && bytes[i + 1] is (byte)'\\' or (byte)'"' or (byte)'n';
            plain[length++] = escape ? bytes[++i] == 'n' ? (byte)'\n' : bytes[i] : bytes[i];
        }

        string text = Of(plain.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(plain);
        return text;
    }

    /// <summary>A reading is over.</summary>
    public void Next()
    {
        (_now, _before) = (_before, _now);
        _now.Clear();
    }
}
