using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>Something cannot be measured, so that other conditions of it are not known.</summary>
internal sealed class SourceFailing : ICondition
{
    private const string DatabaseUp = "mysql_up";

    public ConditionTerms Terms { get; } = new("source_failing", Severity.Warning)
    {
        Families = [],
        Bad = "a source cannot be read, or has not been for three of its periods; those of a database that is down do not count",
        Holds = TimeSpan.FromMinutes(3),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "{where} cannot be measured: {value}. What it would tell is not known; look at the collector's log.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        HashSet<string> down = [.. board.Sources.SelectMany(source => source.ValuesThoughFailed(DatabaseUp)).Where(up => up.Value <= 0).Select(up => up.Source.Source.About)];
        foreach (SourceReading source in board.Sources.Where(source => source.IsKnown))
        {
            bool isExplained = source.Source.Page == ScrapePage.Database && down.Contains(source.Source.About);
            if (source.IsFresh || isExplained)
                yield return new Finding(source.Source.Name, Standing.Good);
            else
                yield return new Finding(source.Source.Name, Standing.Bad, source.Fault ?? "it was not read in time");
        }
    }
}
