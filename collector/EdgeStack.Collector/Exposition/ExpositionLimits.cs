namespace EdgeStack.Collector.Exposition;

/// <summary>What a text of somebody else may take. More than that is refused as a whole: half of a target would be mistaken for all of it.</summary>
internal sealed record ExpositionLimits
{
    /// <summary>Length of the text in bytes, after it was inflated.</summary>
    public int Bytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Samples, and as many families.</summary>
    public int Samples { get; init; } = 10_000;

    /// <summary>Labels of a series.</summary>
    public int Labels { get; init; } = 64;

    /// <summary>Bytes of the name of a family or label.</summary>
    public int NameLength { get; init; } = 256;

    /// <summary>Bytes of the value of a label, and of a family's help.</summary>
    public int ValueLength { get; init; } = 4096;
}
