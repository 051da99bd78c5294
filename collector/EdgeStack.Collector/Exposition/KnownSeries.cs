namespace EdgeStack.Collector.Exposition;

/// <summary>A series that a target has exposed, so that its labels need not be read again.</summary>
/// <param name="series">Its labels in the order of their names, without those that have no value.</param>
/// <param name="boundLabel"><c>le</c> or <c>quantile</c> when it stands for a part of a histogram or summary; else null.</param>
/// <param name="group">The labels without <c>le</c> and <c>quantile</c>, for comparing: one histogram or summary.</param>
/// <param name="bound">The number in that label; NaN when there is none.</param>
internal sealed class KnownSeries(Series series, string? boundLabel, string group, double bound)
{
    public Series Series => series;

    public string? BoundLabel => boundLabel;

    public string Group => group;

    public double Bound => bound;

    /// <summary>The number of the reading that it was last in.</summary>
    public long Reading { get; set; }

    /// <summary>The text by which it was found then. A target may write the same series otherwise each time.</summary>
    public byte[] Key { get; set; } = [];

    /// <summary>Length of the text as we write it, which it is found by as well.</summary>
    public int OwnLength => series.Text.Length - 1;

    /// <summary>Whether the text is how its target wrote it last, or as we do.</summary>
    public bool IsFoundBy(byte[] text) => ReferenceEquals(text, Key) || series.Text[..^1].SequenceEqual(text);
}
