using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Three numbers that stand in InnoDB's report only, and not in every version's.</summary>
internal sealed partial class EngineInnodbStatus : IMariaDbPart
{
    private const string Prefix = "mysql_engine_innodb_";

    private static readonly Family Inside = Family.Gauge(Prefix + "queries_inside_innodb", "Queries that InnoDB works on.");
    private static readonly Family Waiting = Family.Gauge(Prefix + "queries_in_queue", "Queries that wait until InnoDB lets them in.");
    private static readonly Family Views = Family.Gauge(Prefix + "read_views_open_inside_innodb", "Views of the data that InnoDB keeps for transactions.");

    public string Name => "engine_innodb_status";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable status = await sql.QueryAsync("SHOW ENGINE INNODB STATUS", cancellation);
        string report = status.Rows.FirstOrDefault()[2] ?? "";
        if (Queries().Match(report) is { Success: true } queries)
        {
            Add(samples, Inside, queries.Groups["inside"].Value);
            Add(samples, Waiting, queries.Groups["waiting"].Value);
        }

        if (OpenViews().Match(report) is { Success: true } views)
            Add(samples, Views, views.Groups["open"].Value);
        return report.Length == 0 ? new SourceOutcome.Absent("the server has no InnoDB") : SourceOutcome.Ok;
    }

    private static void Add(SampleWriter samples, Family family, string text)
    {
        if (double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out double number))
            samples.Add(family, number);
    }

    [GeneratedRegex(@"^(?<inside>[0-9]+) queries inside InnoDB, (?<waiting>[0-9]+) queries in queue", RegexOptions.Multiline)]
    private static partial Regex Queries();

    [GeneratedRegex(@"^(?<open>[0-9]+) read views open inside InnoDB", RegexOptions.Multiline)]
    private static partial Regex OpenViews();
}
