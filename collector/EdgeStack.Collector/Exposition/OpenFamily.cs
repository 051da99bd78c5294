using System.Collections.Immutable;
using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>The family whose lines are being read.</summary>
/// <param name="name">As the text has it.</param>
/// <param name="format">Of the text.</param>
internal sealed class OpenFamily(string name, ExpositionFormat format)
{
    private readonly byte[] _nameBytes = Encoding.ASCII.GetBytes(name);
    private DeclaredType? _type;
    private string? _help;
    private string? _unit;
    private ImmutableArray<string> _suffixes;
    private FamilyPart?[] _parts = [];

    public string Name => name;

    public DeclaredType Type => _type ?? DeclaredType.Unknown;

    /// <summary>Whether samples follow: nothing can be said of it any more.</summary>
    public bool IsSealed => !_suffixes.IsDefault;

    /// <summary>The names that no other family of the text may have or have samples of.</summary>
    public IEnumerable<string> Names => _suffixes.Select(suffix => name + suffix).Append(name).Distinct();

    public bool IsNamed(ReadOnlySpan<byte> other) => other.SequenceEqual(_nameBytes);

    public void Declare(DeclaredType type)
    {
        if (_type is not null)
            throw new ExpositionException($"the type of '{name}' is given twice");
        _type = type;
    }

    public void Describe(string help)
    {
        if (_help is not null)
            throw new ExpositionException($"the help of '{name}' is given twice");
        _help = help;
    }

    public void Measure(string unit)
    {
        if (_unit is not null)
            throw new ExpositionException($"the unit of '{name}' is given twice");
        _unit = unit;
    }

    /// <summary>Takes what was said of it as final.</summary>
    public void Seal()
    {
        if (IsSealed)
            return;
        if (_unit is { Length: > 0 } && !name.EndsWith("_" + _unit, StringComparison.Ordinal))
            throw new ExpositionException($"'{name}' does not end with its unit '{_unit}'");
        if (_unit is { Length: > 0 } && Type is DeclaredType.Info or DeclaredType.StateSet)
            throw new ExpositionException($"'{name}' has a unit and cannot have one");
        _suffixes = FamilyGrammar.Suffixes(Type, format);
        _parts = new FamilyPart?[_suffixes.Length];
    }

    /// <summary>What a sample with that name is in this family; null when it is not in it.</summary>
    public FamilyPart? Part(ReadOnlySpan<byte> sample, SeriesCache cache)
    {
        if (!sample.StartsWith(_nameBytes))
            return null;
        for (int i = 0; i < _suffixes.Length; i++)
        {
            if (Ascii.Equals(sample[_nameBytes.Length..], _suffixes[i]))
                return _parts[i] ??= PartWith(_suffixes[i], cache);
        }

        return null;
    }

    private FamilyPart PartWith(string suffix, SeriesCache cache)
    {
        (string family, FamilyKind kind, string part) = FamilyGrammar.With(name, Type, suffix);
        bool hasGroups = Type is DeclaredType.Histogram or DeclaredType.GaugeHistogram or DeclaredType.Summary;
        return new FamilyPart(suffix, cache.Family(family, kind, _help ?? ""), part, FamilyGrammar.BoundLabel(Type, suffix), hasGroups);
    }
}
