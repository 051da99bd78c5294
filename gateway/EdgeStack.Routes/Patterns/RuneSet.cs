using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>A set of code points: sorted ranges that neither overlap nor touch.</summary>
internal sealed class RuneSet
{
    public const int MaxRune = 0x10FFFF;

    public static readonly RuneSet All = new([new RuneRange(0, MaxRune)]);
    public static readonly RuneSet LineFeed = Of(new RuneRange('\n', '\n'));

    private RuneSet(ImmutableArray<RuneRange> ranges) => Ranges = ranges;

    public ImmutableArray<RuneRange> Ranges { get; }

    public static RuneSet Of(int rune) => new([new RuneRange(rune, rune)]);

    public static RuneSet Of(params IEnumerable<RuneRange> ranges)
    {
        ImmutableArray<RuneRange>.Builder merged = ImmutableArray.CreateBuilder<RuneRange>();
        foreach (RuneRange next in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && next.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, next.Last) };
            else
                merged.Add(next);
        }

        return new RuneSet(merged.ToImmutable());
    }

    public RuneSet Negated()
    {
        ImmutableArray<RuneRange>.Builder others = ImmutableArray.CreateBuilder<RuneRange>();
        int next = 0;
        foreach (RuneRange range in Ranges)
        {
            if (next < range.First)
                others.Add(new RuneRange(next, range.First - 1));
            next = range.Last + 1;
        }

        if (next <= MaxRune)
            others.Add(new RuneRange(next, MaxRune));
        return new RuneSet(others.ToImmutable());
    }

    /// <summary>With every code point that differs only in case from one in the set.</summary>
    public RuneSet Folded()
    {
        List<RuneRange> ranges = [.. Ranges];
        foreach (RuneRange range in Ranges)
            CaseFolding.AddVariants(range, ranges);
        return ranges.Count == Ranges.Length ? this : Of(ranges);
    }

    /// <summary>What of the set lies between two code points, both included.</summary>
    public ImmutableArray<RuneRange> Between(int first, int last) =>
    [
        .. Ranges.Where(range => range.First <= last && range.Last >= first)
            .Select(range => new RuneRange(Math.Max(range.First, first), Math.Min(range.Last, last))),
    ];
}
