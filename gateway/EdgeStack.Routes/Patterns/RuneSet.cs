using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>A set of code points: sorted ranges that neither overlap nor touch.</summary>
internal sealed class RuneSet : IEquatable<RuneSet>
{
    public const int MaxRune = 0x10FFFF;

    public static readonly RuneSet All = new([new RuneRange(0, MaxRune)]);
    public static readonly RuneSet LineFeed = Of(new RuneRange('\n', '\n'));

    // Of categories, which stay: a pattern may name one thousands of times.
    private RuneSet? _negated, _folded;

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

    public RuneSet Negated() => _negated ??= Others();

    /// <summary>With every code point that differs only in case from one in the set.</summary>
    public RuneSet Folded() => _folded ??= WithVariants();

    public bool Equals(RuneSet? other) => other is not null && Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as RuneSet);

    public override int GetHashCode() => HashCode.Combine(Ranges.Length, Ranges.FirstOrDefault(), Ranges.LastOrDefault());

    private RuneSet Others()
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

    private RuneSet WithVariants()
    {
        List<RuneRange> ranges = [.. Ranges];
        foreach (RuneRange range in Ranges)
            CaseFolding.AddVariants(range, ranges);
        return ranges.Count == Ranges.Length ? this : Of(ranges);
    }
}
