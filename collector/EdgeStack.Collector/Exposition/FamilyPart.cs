namespace EdgeStack.Collector.Exposition;

/// <summary>Samples of a family in a text that have the same suffix.</summary>
/// <param name="Suffix">As the text has it.</param>
/// <param name="Family">Whose they are with us.</param>
/// <param name="Name">What stands behind the name of that family.</param>
/// <param name="BoundLabel">The label that tells them apart in one histogram or summary; null when there is none.</param>
/// <param name="HasGroups">Whether they belong to a histogram or summary.</param>
internal sealed record FamilyPart(string Suffix, Family Family, string Name, string? BoundLabel, bool HasGroups)
{
    /// <summary>When a series began is checked, and not told on: the value of now is what a page has.</summary>
    public bool IsKept => Suffix != FamilyGrammar.Created;
}
