namespace EdgeStack.Provisioning.Schema;

/// <summary>A key of a mapping.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Shape">What may stand behind it.</param>
/// <param name="Description">For people: the schema and the reference page show it.</param>
internal sealed record Field(string Name, Shape Shape, string Description)
{
    public bool IsRequired { get; init; }

    /// <summary>What holds when it is not written, as it would be written; null when there is none.</summary>
    public string? Default { get; init; }
}
