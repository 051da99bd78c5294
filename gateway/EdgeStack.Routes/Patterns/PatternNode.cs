using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>A regular expression as a tree, with flags and case folding already applied. Groups are gone: only matching matters.</summary>
internal abstract record PatternNode
{
    /// <summary>How many copies of its innermost part the nested counts ask for: Go allows 1000.</summary>
    public virtual long Copies => 1;

    /// <summary>How many code points it writes, every repetition counted.</summary>
    public virtual long Positions => 0;

    /// <summary>How many parts there are to read for an automaton.</summary>
    public virtual long Size => 1;

    /// <summary>One code point out of a set.</summary>
    public sealed record Runes(RuneSet Set) : PatternNode
    {
        public override long Positions => 1;
    }

    /// <summary>A place between code points.</summary>
    public sealed record Place(Places Kind) : PatternNode;

    /// <summary>One after the other; empty matches the empty text.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode
    {
        public override long Copies { get; } = Parts.IsEmpty ? 1 : Parts.Max(part => part.Copies);

        public override long Positions { get; } = Parts.Sum(part => part.Positions);

        public override long Size { get; } = 1 + Parts.Sum(part => part.Size);
    }

    /// <summary>Any of these, two at least.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode
    {
        public override long Copies { get; } = Parts.Max(part => part.Copies);

        public override long Positions { get; } = Parts.Sum(part => part.Positions);

        public override long Size { get; } = 1 + Parts.Sum(part => part.Size);
    }

    /// <summary>Between <paramref name="Min"/> and <paramref name="Max"/> times; no upper limit when that is null.</summary>
    /// <param name="Part">What is repeated.</param>
    /// <param name="Min">At least so often.</param>
    /// <param name="Max">At most so often.</param>
    /// <param name="Counted">Written with braces: only these count in Go.</param>
    public sealed record Repeat(PatternNode Part, int Min, int? Max, bool Counted) : PatternNode
    {
        public override long Copies { get; } = !Counted ? Part.Copies : Max == 0 ? 1 : Math.Max(Max ?? Min, 1) * Part.Copies;

        public override long Positions { get; } = (Max ?? Math.Max(Min, 1)) * Part.Positions;

        public override long Size { get; } = 1 + ((Part.Positions == 0 ? 1 : Max ?? Math.Max(Min, 1)) * Part.Size);
    }
}
