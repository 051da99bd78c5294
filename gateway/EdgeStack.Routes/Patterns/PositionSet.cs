// Hot path: Meets and AddTo run for every character of a subject and must not allocate (tests/EdgeStack.Routes.Tests/Patterns/GoPatternPropertyTests.cs proves it).
using System.Numerics;

namespace EdgeStack.Routes.Patterns;

/// <summary>A set of positions of an automaton: a bit each, in words of 64, without the empty words before and behind.</summary>
internal sealed class PositionSet : IEquatable<PositionSet>
{
    private readonly int _first;
    private readonly ulong[] _words;

    private PositionSet(int first, ulong[] words) => (_first, _words) = (first, words);

    /// <summary>How many words it has.</summary>
    public int Words => _words.Length;

    /// <summary>The position when there is only one.</summary>
    public int? Single => _words is [var word] && BitOperations.PopCount(word) == 1 ? (_first * 64) + BitOperations.TrailingZeroCount(word) : null;

    public static PositionSet Of(int position) => new(position / 64, [1UL << (position % 64)]);

    public PositionSet Or(PositionSet other)
    {
        if (ReferenceEquals(this, other) || Equals(other))
            return this;
        int first = Math.Min(_first, other._first);
        ulong[] words = new ulong[Math.Max(_first + Words, other._first + other.Words) - first];
        _words.CopyTo(words.AsSpan(_first - first));
        for (int i = 0; i < other.Words; i++)
            words[other._first - first + i] |= other._words[i];
        return new PositionSet(first, words);
    }

    /// <summary>True when one of the positions is in it.</summary>
    public bool Meets(ReadOnlySpan<ulong> positions)
    {
        ReadOnlySpan<ulong> words = _words;
        positions = positions.Slice(_first, words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            if ((words[i] & positions[i]) != 0)
                return true;
        }

        return false;
    }

    public void AddTo(Span<ulong> positions)
    {
        ReadOnlySpan<ulong> words = _words;
        positions = positions.Slice(_first, words.Length);
        for (int i = 0; i < words.Length; i++)
            positions[i] |= words[i];
    }

    public bool Equals(PositionSet? other) => other is not null && _first == other._first && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as PositionSet);

    public override int GetHashCode()
    {
        HashCode code = default;
        code.Add(_first);
        foreach (ulong word in _words)
            code.Add(word);
        return code.ToHashCode();
    }
}
