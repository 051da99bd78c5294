using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Every number of SHOW GLOBAL VARIABLES, and what the server says of itself in words.</summary>
internal sealed class GlobalVariables(ServerFamilies families) : IMariaDbPart
{
    private static readonly Family VersionInformation = Family.Gauge("mysql_version_info", "Version and distribution of the server.", "innodb_version", "version", "version_comment");
    private static readonly Family Isolation = Family.Gauge("mysql_transaction_isolation", "What transactions see of each other unless they say otherwise.", "level");

    public string Name => "global_variables";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable variables = await sql.QueryAsync("SHOW GLOBAL VARIABLES", cancellation);
        GaleraTexts galera = new();
        string version = "", comment = "", innodb = "", isolation = "";
        foreach (SqlRow row in variables.Rows)
        {
            string name = (row[0] ?? "").ToLowerInvariant(), text = row[1] ?? "";
            galera.Keep(name, text);
            _ = name switch
            {
                "version" => version = text,
                "version_comment" => comment = text,
                "innodb_version" => innodb = text,
                "transaction_isolation" or "tx_isolation" => isolation = text,
                _ => "",
            };
            if (StatusValue.Read(text) is { } value && families.Of("mysql_global_variables_", name, whole => Family.Gauge(whole, $"The variable {name}.")) is { } family)
                samples.Add(family, value);
        }

        if (variables.IsEmpty)
            return new SourceOutcome.Failed("SHOW GLOBAL VARIABLES is empty");
        samples.Add(VersionInformation, 1, innodb, version, comment);
        if (isolation.Length > 0)
            samples.Add(Isolation, 1, isolation);
        GaleraFamilies.AddVariables(samples, galera);
        return SourceOutcome.Ok;
    }
}
