using System.Collections;
using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Names in an order, equal when the same names stand in the same order.</summary>
internal sealed class NameList(IEnumerable<string> names) : IReadOnlyList<string>, IEquatable<NameList>
{
    private readonly ImmutableArray<string> _names = [.. names];

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    public bool Equals(NameList? other) => other is not null && _names.AsSpan().SequenceEqual(other._names.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as NameList);

    public override int GetHashCode() => _names.Aggregate(0, (hash, name) => HashCode.Combine(hash, name.GetHashCode(StringComparison.Ordinal)));

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", _names);
}
