using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>Second names under which families are shown too, for dashboards that know them so. Shared by all writers, so that a family has one alias however many sources it has.</summary>
internal sealed class FamilyAliases(IEnumerable<FamilyAlias> aliases)
{
    private readonly ILookup<string, FamilyAlias> _byName = aliases.ToLookup(alias => alias.Of, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Family, ImmutableArray<(SeriesShape Shape, double Factor)>> _shapes = new();

    public static FamilyAliases None { get; } = new([]);

    /// <summary>What samples that are called like the family are called besides.</summary>
    public ImmutableArray<(SeriesShape Shape, double Factor)> Of(Family family) =>
        _byName.Count == 0 ? [] : _shapes.GetOrAdd(family, static (family, byName) => [.. byName[family.Name].Select(alias => (ShapeOf(alias, family), alias.Factor))], _byName);

    private static SeriesShape ShapeOf(FamilyAlias alias, Family family) =>
        Family.Of(alias.Name, family.Kind, $"Another name of {family.Name}.").Shape("", family.Value.Labels);
}
