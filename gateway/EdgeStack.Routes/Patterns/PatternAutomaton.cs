// Hot path: IsMatch runs for every candidate of a request and must not allocate (tests/EdgeStack.Routes.Tests/Patterns/GoPatternPropertyTests.cs proves it). Benchmark: tests/EdgeStack.Benchmarks/RuleBenchmarks.cs.
using System.Collections.Immutable;
using System.Text;

namespace EdgeStack.Routes.Patterns;

/// <summary>
/// A pattern as an automaton whose positions are bits; all of them move at once with each character. It is finished when it is built:
/// matching makes no state that stays, so its size is known, and so is what a character costs at most.
/// </summary>
internal sealed class PatternAutomaton
{
    /// <summary>Bytes for which one is weighed.</summary>
    public const int BytesOfOne = 256;

    // Decoding a character and finding its class.
    private const int LeastWeight = 4;

    private readonly RuneClasses _classes;
    private readonly ulong[] _masks;
    private readonly ulong[] _chain;
    private readonly Join[] _joins;
    private readonly Fragment _whole;
    private readonly bool _beginsWithText;

    /// <param name="classes">The classes that it tells apart.</param>
    /// <param name="masks">For each class the positions that take it.</param>
    /// <param name="chain">Positions after which the next one by number may come.</param>
    /// <param name="joins">What else may come after what.</param>
    /// <param name="whole">Where it begins and ends.</param>
    public PatternAutomaton(RuneClasses classes, ulong[] masks, ulong[] chain, ImmutableArray<Join> joins, Fragment whole)
    {
        (_classes, _masks, _chain, _joins, _whole) = (classes, masks, chain, [.. joins], whole);
        _beginsWithText = whole.First.All(set => set.Guard.HasFlag(Places.TextStart)) && whole.Empty.All(guard => guard.HasFlag(Places.TextStart));
        int moved = _joins.Sum(join => join.From.Words + join.To.Words) + whole.First.Sum(set => set.Set.Words) + whole.Last.Sum(set => set.Set.Words);
        int bytes = classes.Bytes + (sizeof(ulong) * (masks.Length + chain.Length + moved)) + (48 * (_joins.Length + whole.First.Length + whole.Last.Length));
        Weight = LeastWeight + (2 * chain.Length) + moved + (bytes / BytesOfOne);
    }

    /// <summary>Words of 64 positions that a character may have to move, and one for every 256 bytes of memory: nothing that it costs grows beyond it.</summary>
    public int Weight { get; }

    /// <summary>True when the pattern is found somewhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        Span<ulong> current = stackalloc ulong[_chain.Length], next = stackalloc ulong[_chain.Length];
        current.Clear();
        Places before = Places.TextStart | Places.LineStart;
        while (true)
        {
            int rune = -1, length = 1;
            if (!text.IsEmpty)
                rune = char.IsSurrogate(text[0]) ? Decode(text, out length) : text[0];
            Places here = before | (rune < 0 ? Places.TextEnd | Places.LineEnd : rune == '\n' ? Places.LineEnd : Places.None);
            if (EndsAt(here, current))
                return true;
            if (rune < 0 || (!Step(current, next, here, _classes.Of(rune)) && _beginsWithText))
                return false;
            Span<ulong> moved = next;
            next = current;
            current = moved;
            text = text[length..];
            before = rune == '\n' ? Places.LineStart : Places.None;
        }
    }

    // Half a pair is what Go makes of bytes that are no character.
    private static int Decode(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out Rune rune, out length);
        return rune.Value;
    }

    private bool EndsAt(Places here, ReadOnlySpan<ulong> positions)
    {
        foreach (GuardedSet end in _whole.Last)
        {
            if (end.HoldsAt(here) && end.Set.Meets(positions))
                return true;
        }

        foreach (Places guard in _whole.Empty)
        {
            if ((guard & here) == guard)
                return true;
        }

        return false;
    }

    private bool Step(ReadOnlySpan<ulong> from, Span<ulong> to, Places here, int runeClass)
    {
        ReadOnlySpan<ulong> chain = _chain, mask = _masks.AsSpan(runeClass * chain.Length, chain.Length);
        ulong carried = 0;
        for (int i = 0; i < chain.Length; i++)
        {
            ulong moving = from[i] & chain[i];
            to[i] = (moving << 1) | carried;
            carried = moving >> 63;
        }

        foreach (ref readonly Join join in _joins.AsSpan())
        {
            if (join.HoldsAt(here) && join.From.Meets(from))
                join.To.AddTo(to);
        }

        foreach (GuardedSet start in _whole.First)
        {
            if (start.HoldsAt(here))
                start.Set.AddTo(to);
        }

        ulong any = 0;
        for (int i = 0; i < mask.Length; i++)
            any |= to[i] &= mask[i];
        return any != 0;
    }
}
