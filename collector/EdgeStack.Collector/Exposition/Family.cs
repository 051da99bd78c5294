using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>A metric family: what its samples are called and mean. A family is made once and compared by reference; sources keep theirs as constants.</summary>
internal sealed class Family
{
    private FamilyHeads? _heads;

    private Family(string name, FamilyKind kind, string help, ImmutableArray<string> labels)
    {
        if (!MetricName.IsFamily(name))
            throw new ArgumentException($"'{name}' cannot be the name of a family", nameof(name));
        if (labels.FirstOrDefault(label => !MetricName.IsLabel(label)) is { } wrong)
            throw new ArgumentException($"{name}: '{wrong}' cannot be the name of a label", nameof(labels));
        Name = name;
        Kind = kind;
        Help = help;
        Value = new SeriesShape(this, "", labels);
    }

    /// <summary>As dashboards ask for it, with <c>_total</c> where exporters write it.</summary>
    public string Name { get; }

    public FamilyKind Kind { get; }

    /// <summary>One sentence for people.</summary>
    public string Help { get; }

    /// <summary>What stands before its samples.</summary>
    public FamilyHeads Heads => _heads ??= new FamilyHeads(this);

    /// <summary>The samples that are called like the family.</summary>
    public SeriesShape Value { get; }

    public static Family Counter(string name, string help, params ImmutableArray<string> labels) => new(name, FamilyKind.Counter, help, labels);

    public static Family Gauge(string name, string help, params ImmutableArray<string> labels) => new(name, FamilyKind.Gauge, help, labels);

    public static Family Untyped(string name, string help, params ImmutableArray<string> labels) => new(name, FamilyKind.Untyped, help, labels);

    public static Family UntypedCounter(string name, string help, params ImmutableArray<string> labels) => new(name, FamilyKind.UntypedCounter, help, labels);

    /// <summary>A family whose samples have a part behind the name or labels of their own: take shapes from <see cref="Shape"/>.</summary>
    public static Family Of(string name, FamilyKind kind, string help) => new(name, kind, help, []);

    /// <summary>Samples of the family with a part behind its name (<c>_bucket</c>, <c>_sum</c>, <c>_count</c>, or none) and these labels. Keep it: every call makes another.</summary>
    public SeriesShape Shape(string part, params ImmutableArray<string> labels) => labels.FirstOrDefault(label => !MetricName.IsLabel(label)) is { } wrong
        ? throw new ArgumentException($"{Name}: '{wrong}' cannot be the name of a label", nameof(labels))
        : new SeriesShape(this, part, labels);

    public override string ToString() => Name;
}
