namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>A value that moves to and fro faster than three readings follow each other.</summary>
/// <param name="Series">Which, with <c>*</c> for anything.</param>
/// <param name="By">How far it may lie outside of what was read before and after.</param>
/// <param name="Why">In words.</param>
internal sealed record Tolerance(string Series, double By, string Why);
