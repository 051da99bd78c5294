namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>Endpoints of other programs whose metrics stand on our pages.</summary>
internal sealed class ScrapedOptions
{
    public IReadOnlyList<ScrapedTargetOptions> Targets { get; set; } = [];

    /// <summary>
    /// The longest page that is read, in bytes after it was inflated. Enough for <see cref="MaxSamples"/> of 400 bytes; what is made of a page takes some ten times as much for as long as
    /// it is shown, and a collector has about 100 MiB.
    /// </summary>
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most samples of a page.</summary>
    public int MaxSamples { get; set; } = 10_000;

    /// <summary>The most labels of a series.</summary>
    public int MaxLabels { get; set; } = 64;

    /// <summary>The longest name of a family or label, in bytes.</summary>
    public int MaxNameLength { get; set; } = 256;

    /// <summary>The longest value of a label, in bytes.</summary>
    public int MaxValueLength { get; set; } = 4096;

    public Exposition.ExpositionLimits Limits => new() { Bytes = MaxBytes, Samples = MaxSamples, Labels = MaxLabels, NameLength = MaxNameLength, ValueLength = MaxValueLength };

    /// <summary>What is wrong with the targets, in sentences.</summary>
    public IEnumerable<string> Problems() => Targets.SelectMany(target => target.Problems())
        .Concat(Targets.GroupBy(target => target.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"two scraped targets are named '{same.Key}'"))
        .Concat(Alike().Select(pair => $"the scraped targets '{pair.One.Name}' and '{pair.Other.Name}' have the same labels and may have the same families, whose series would stand twice: give one of them label.NAME=VALUE, or both families=…"));

    // Two paths of one server, as of an exporter that asks others: host and port are all that tells series apart.
    private IEnumerable<(ScrapedTargetOptions One, ScrapedTargetOptions Other)> Alike() =>
        from one in Targets.Index()
        from other in Targets.Index()
        where one.Index < other.Index && one.Item.Name.Length > 0 && other.Item.Name.Length > 0 && one.Item.Name != other.Item.Name && one.Item.Page == other.Item.Page && one.Item.AllLabels.SequenceEqual(other.Item.AllLabels) && MayShare(one.Item, other.Item)
        select (one.Item, other.Item);

    private static bool MayShare(ScrapedTargetOptions one, ScrapedTargetOptions other) =>
        one.Families.Any(wanted => other.Families.Any(also => Beginning(wanted, also) || Beginning(also, wanted)));

    // Whether a family that one asks for may be one that the other asks for.
    private static bool Beginning(string wanted, string also) => wanted == also || (wanted.EndsWith('*') && also.StartsWith(wanted[..^1], StringComparison.Ordinal));
}
