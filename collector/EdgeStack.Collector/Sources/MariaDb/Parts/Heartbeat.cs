using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>When the last heartbeat of pt-heartbeat arrived, which tells a replica's lag better than its own word.</summary>
/// <param name="schema">Where the table is.</param>
/// <param name="table">It has the columns <c>ts</c> and <c>server_id</c>.</param>
internal sealed class Heartbeat(string schema, string table) : IMariaDbPart
{
    private static readonly Family Stored = Family.Gauge("mysql_heartbeat_stored_timestamp_seconds", "When the last heartbeat was written, as a Unix time.", "server_id");
    private static readonly Family Now = Family.Gauge("mysql_heartbeat_now_timestamp_seconds", "The server's clock when the heartbeat was read, as a Unix time.", "server_id");

    public string Name => "heartbeat";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable beats = await sql.QueryAsync(
            $"SELECT UNIX_TIMESTAMP(ts), UNIX_TIMESTAMP(NOW(6)), server_id FROM {SqlText.Name(schema)}.{SqlText.Name(table)}", cancellation);
        foreach (SqlRow row in beats.Rows)
        {
            string server = row[2] ?? "";
            if (row.NumberAt(1) is { } now)
                samples.Add(Now, now, server);
            if (row.NumberAt(0) is { } stored)
                samples.Add(Stored, stored, server);
        }

        return SourceOutcome.Ok;
    }
}
