using System.Buffers;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>
/// Takes what is shown out of a page of thousands of lines. Lenient: a line that is wrong is left out and counted. Nothing is made of a line before its name is known to be kept, and of a
/// line that was there before nothing at all.
/// </summary>
/// <param name="samples">Where it puts them.</param>
internal abstract class PageFilter(SampleWriter samples)
{
    private static readonly SearchValues<byte> EndOfName = SearchValues.Create("{ \t"u8);

    /// <summary>Samples that were kept so far.</summary>
    public int Kept { get; protected set; }

    /// <summary>Lines so far whose name is kept, whatever became of them: their labels were made into texts, which stay in memory.</summary>
    public int Found { get; protected set; }

    /// <summary>Problems of the reading so far.</summary>
    public int Problems => Samples.Problems.Count;

    protected SampleWriter Samples { get; } = samples;

    /// <summary>Keeps the line's sample, or not. Its time, when it has one, is left out: Prometheus would show what has ended for five minutes.</summary>
    /// <returns>False: its name is kept and the rest cannot be read.</returns>
    public abstract bool Take(ReadOnlySpan<byte> line);

    /// <summary>The name that a line begins with; empty for a comment and for what is no sample.</summary>
    protected static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOfAny(EndOfName);
        return end <= 0 || line[0] == '#' ? [] : line[..end];
    }

    /// <summary>The value behind name and labels; null when it is none.</summary>
    protected static double? ValueOf(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t"u8);
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        return ExpositionNumber.Read(end < 0 ? rest : rest[..end]);
    }
}
