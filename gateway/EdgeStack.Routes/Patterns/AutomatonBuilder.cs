using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>Turns a tree into an automaton: one position for each character that the pattern writes, every repetition counted (Glushkov's construction).</summary>
internal sealed class AutomatonBuilder
{
    // What is larger is beyond any weight; it is not even begun.
    private const int MaxPositions = 4096, MaxSize = 8 * MaxPositions;

    private readonly Dictionary<RuneSet, PositionSet> _sets = [];
    private readonly Dictionary<(Places Guard, PositionSet To), PositionSet> _joins = [];
    private readonly int _mostWords;
    private ulong[] _chain = [];
    private int _positions;
    private int _joinWords;

    private AutomatonBuilder(int mostWords) => _mostWords = mostWords;

    /// <summary>The automaton, or null when it would weigh more.</summary>
    public static PatternAutomaton? Build(PatternNode root, int mostWeight)
    {
        if (root.Positions > MaxPositions || root.Size > MaxSize)
            return null;
        AutomatonBuilder builder = new(mostWeight);
        int words = Math.Max(1, ((int)root.Positions + 63) / 64);
        builder._chain = new ulong[words];
        Fragment whole = builder.Read(root);
        if (builder.IsTooHeavy || RuneClasses.Of(builder._sets.Keys, most: Math.Min(ushort.MaxValue, mostWeight * PatternAutomaton.BytesOfOne / (8 * words))) is not { } classes)
            return null;

        ulong[] masks = new ulong[classes.Count * words];
        foreach ((RuneSet set, PositionSet positions) in builder._sets)
        {
            foreach (int inSet in classes.In(set))
                positions.AddTo(masks.AsSpan(inSet * words, words));
        }

        PatternAutomaton automaton = new(classes, masks, builder._chain, [.. builder._joins.Select(join => new Join(join.Key.Guard, join.Value, join.Key.To))], whole);
        return automaton.Weight <= mostWeight ? automaton : null;
    }

    private bool IsTooHeavy => _joinWords > _mostWords;

    private Fragment Read(PatternNode node) => IsTooHeavy ? Fragment.Nothing : node switch
    {
        PatternNode.Runes runes => Position(runes.Set),
        PatternNode.Place place => Fragment.At(place.Kind),
        PatternNode.Sequence sequence => sequence.Parts.Aggregate(Fragment.Nothing, (before, part) => Joined(before, Read(part))),
        PatternNode.Choice choice => choice.Parts.Select(Read).Aggregate((one, other) => one.Or(other)),
        PatternNode.Repeat repeat => Repeated(repeat),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private Fragment Position(RuneSet set)
    {
        int position = _positions++;
        PositionSet alone = PositionSet.Of(position);
        _sets[set] = _sets.TryGetValue(set, out PositionSet? others) ? others.Or(alone) : alone;
        return Fragment.Of(position);
    }

    private Fragment Repeated(PatternNode.Repeat repeat)
    {
        if (repeat.Max == 0)
            return Fragment.Nothing;
        // A place twice is the same place once.
        if (repeat.Part.Positions == 0)
            return repeat.Min == 0 ? Fragment.Nothing.Or(Read(repeat.Part)) : Read(repeat.Part);

        Fragment exactly = Fragment.Nothing;
        Fragment? all = repeat.Min == 0 ? Fragment.Nothing : null;
        int copies = repeat.Max ?? Math.Max(repeat.Min, 1);
        for (int copy = 1; copy <= copies; copy++)
        {
            Fragment part = Read(repeat.Part);
            if (copy == copies && repeat.Max is null)
                JoinUp(part.Last, part.First);
            exactly = Joined(exactly, part);
            if (copy >= repeat.Min)
                all = all?.Or(exactly) ?? exactly;
        }

        return all ?? exactly;
    }

    private Fragment Joined(Fragment before, Fragment next)
    {
        JoinUp(before.Last, next.First);
        return ReferenceEquals(before, Fragment.Nothing) ? next : before.Then(next);
    }

    private void JoinUp(ImmutableArray<GuardedSet> ends, ImmutableArray<GuardedSet> beginnings)
    {
        foreach (GuardedSet from in ends)
        {
            foreach (GuardedSet to in beginnings)
                JoinUp(from.Guard | to.Guard, from.Set, to.Set);
        }
    }

    private void JoinUp(Places guard, PositionSet from, PositionSet to)
    {
        // The usual case, one character after the other, is a shift for all of them together.
        if (guard == Places.None && from.Single is { } position && to.Single == position + 1)
        {
            _chain[position / 64] |= 1UL << (position % 64);
            return;
        }

        (Places, PositionSet) key = (guard, to);
        PositionSet all = _joins.TryGetValue(key, out PositionSet? before) ? before.Or(from) : from;
        _joins[key] = all;
        _joinWords += all.Words + (before is null ? to.Words : -before.Words);
    }
}
