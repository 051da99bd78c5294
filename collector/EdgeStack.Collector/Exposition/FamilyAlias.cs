namespace EdgeStack.Collector.Exposition;

/// <summary>A second name of a family.</summary>
/// <param name="Of">The family's own name.</param>
/// <param name="Name">The other one.</param>
/// <param name="Factor">What values are multiplied by: names that are older than their unit.</param>
internal sealed record FamilyAlias(string Of, string Name, double Factor = 1);
