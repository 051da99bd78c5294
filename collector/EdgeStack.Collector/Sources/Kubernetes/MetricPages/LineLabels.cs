using System.Buffers;

namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>The labels of a line, one after the other, as they stand there.</summary>
/// <param name="rest">The line behind the name; it may have no labels.</param>
internal ref struct LineLabels(ReadOnlySpan<byte> rest)
{
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    private bool _isOpen;

    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = rest.TrimStart(" \t"u8);

    /// <summary>Whether something stands there that is no label.</summary>
    public bool IsWrong { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>With its escapes: for <see cref="KnownTexts.Unescaped"/>.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next label.</summary>
    /// <returns>False: there is none, and <see cref="Rest"/> is what stands behind them; or <see cref="IsWrong"/>.</returns>
    public bool Next()
    {
        if (!_isOpen)
        {
            if (!Rest.StartsWith("{"u8))
                return false;
            Rest = Rest[1..];
            _isOpen = true;
        }

        Rest = Rest.TrimStart(" \t,"u8);
        if (Rest.StartsWith("}"u8))
        {
            Rest = Rest[1..];
            return false;
        }

        int equals = Rest.IndexOf((byte)'=');
        ReadOnlySpan<byte> quoted = equals <= 0 ? [] : Rest[(equals + 1)..].TrimStart(" \t"u8);
        if (quoted.IsEmpty || quoted[0] != '"' || EndOfValue(quoted) is not (> 0 and var end))
        {
            IsWrong = true;
            return false;
        }

        Name = Rest[..equals].TrimEnd(" \t"u8);
        Value = quoted[1..end];
        Rest = quoted[(end + 1)..];
        return true;
    }

    // Of the closing quote; 0 when there is none.
    private static int EndOfValue(ReadOnlySpan<byte> quoted)
    {
        int at = 1;
        while (at < quoted.Length && quoted[at..].IndexOfAny(QuoteOrEscape) is >= 0 and var next)
        {
            at += next;
            if (quoted[at] == '"')
                return at;
            at += 2;
        }

        return 0;
    }
}
