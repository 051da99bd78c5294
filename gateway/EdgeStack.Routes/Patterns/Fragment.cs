using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>A part of an automaton while it is built.</summary>
/// <param name="First">Positions with which it can begin.</param>
/// <param name="Last">Positions with which it can end.</param>
/// <param name="Empty">The places at which it matches the empty text; none when it never does.</param>
internal sealed record Fragment(ImmutableArray<GuardedSet> First, ImmutableArray<GuardedSet> Last, ImmutableArray<Places> Empty)
{
    public static readonly Fragment Nothing = At(Places.None);

    public static Fragment At(Places place) => new([], [], [place]);

    public static Fragment Of(int position) => new([new GuardedSet(Places.None, PositionSet.Of(position))], [new GuardedSet(Places.None, PositionSet.Of(position))], []);

    public Fragment Or(Fragment other) => new(Union(First, other.First), Union(Last, other.Last), Union(Empty, other.Empty));

    /// <summary>Both, one after the other; the caller joins the end of one to the beginning of the other.</summary>
    public Fragment Then(Fragment next) => new(
        Union(First, Guarded(next.First, Empty)),
        Union(next.Last, Guarded(Last, next.Empty)),
        [.. Empty.SelectMany(_ => next.Empty, (before, after) => before | after).Distinct()]);

    private static ImmutableArray<GuardedSet> Guarded(ImmutableArray<GuardedSet> sets, ImmutableArray<Places> guards) => guards switch
    {
        [] => [],
        [Places.None] => sets,
        _ => [.. guards.SelectMany(_ => sets, (guard, set) => set with { Guard = set.Guard | guard })],
    };

    private static ImmutableArray<GuardedSet> Union(ImmutableArray<GuardedSet> one, ImmutableArray<GuardedSet> other)
    {
        if (other.IsEmpty || one.Equals(other))
            return one;
        ImmutableArray<GuardedSet>.Builder union = one.ToBuilder();
        foreach (GuardedSet set in other)
        {
            int at = 0;
            while (at < union.Count && union[at].Guard != set.Guard)
                at++;
            if (at == union.Count)
                union.Add(set);
            else
                union[at] = union[at] with { Set = union[at].Set.Or(set.Set) };
        }

        return union.ToImmutable();
    }

    private static ImmutableArray<Places> Union(ImmutableArray<Places> one, ImmutableArray<Places> other) => one.Equals(other) ? one : [.. one.Union(other)];
}
