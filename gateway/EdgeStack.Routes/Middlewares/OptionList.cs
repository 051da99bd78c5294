using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace EdgeStack.Routes.Middlewares;

/// <summary>A list that equals another with the same items in the same order, so that records over it compare by value.</summary>
[CollectionBuilder(typeof(OptionListBuilder), nameof(OptionListBuilder.Of))]
public sealed class OptionList<T>(ImmutableArray<T> items) : IReadOnlyList<T>, IEquatable<OptionList<T>>
{
    public static readonly OptionList<T> Empty = new([]);

    public ImmutableArray<T> Items { get; } = items;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public bool Equals(OptionList<T>? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as OptionList<T>);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", Items)}]";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
