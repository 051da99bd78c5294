namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>Where we differ from another exporter on purpose or by its age.</summary>
/// <param name="Series">Which series, with <c>*</c> for anything; <c>family (type)</c> for a family's type.</param>
/// <param name="What">How it differs, as the comparison says it: <c>only ours*</c>.</param>
/// <param name="Why">In words, for the page about our metrics.</param>
internal sealed record KnownDifference(string Series, string What, string Why)
{
    public bool Covers(string series, string what) => Pattern.Matches(Series, series) && Pattern.Matches(What, what);
}
