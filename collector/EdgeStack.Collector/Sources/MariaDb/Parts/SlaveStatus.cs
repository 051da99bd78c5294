using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>How far a replica is, one row for each server that it follows. A server that follows none has no row, and that is no fault.</summary>
internal sealed class SlaveStatus(ServerFamilies families) : IMariaDbPart
{
    private const string Prefix = "mysql_slave_status_";

    private static readonly string[] Labels = ["master_host", "master_uuid", "channel_name", "connection_name"];

    private static readonly (string Column, Family Family)[] Positions =
    [
        ("Gtid_IO_Pos", Position("gtid_io_pos", "Last transaction that was fetched, by replication domain.")),
        ("Gtid_Slave_Pos", Position("gtid_slave_pos", "Last transaction that was executed, by replication domain.")),
    ];

    public string Name => "slave_status";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable status = await sql.QueryAsync(Query(sql.Version), cancellation);
        foreach (SqlRow row in status.Rows)
        {
            string[] labels =
            [
                row.Text("Master_Host") ?? row.Text("Source_Host") ?? "", row.Text("Master_UUID") ?? row.Text("Source_UUID") ?? "", row.Text("Channel_Name") ?? "", row.Text("Connection_name") ?? "",
            ];
            for (int i = 0; i < status.Columns.Length; i++)
                AddColumn(samples, status.Columns[i], row[i], labels);
            foreach ((string column, Family family) in Positions)
                AddPositions(samples, family, row.Text(column) ?? "", labels);
        }

        return SourceOutcome.Ok;
    }

    private static string Query(ServerVersion version) => version switch
    {
        { IsMariaDb: true } => "SHOW ALL SLAVES STATUS",
        _ when version.IsAtLeast(8, 0, 22) => "SHOW REPLICA STATUS",
        _ => "SHOW SLAVE STATUS",
    };

    private void AddColumn(SampleWriter samples, string column, string? text, string[] labels)
    {
        // NULL stays away: Seconds_Behind_Master of a replica that stands still is unknown, not 0.
        double? value = column == "Slave_IO_Running" && text == "Preparing" ? 0 : StatusValue.Read(text);
        if (value is { } number && families.Of(Prefix, column.ToLowerInvariant(), whole => Family.Untyped(whole, $"The column {column} of the replication status.", [.. Labels])) is { } family)
            samples.Add(family, number, labels);
    }

    /// <summary>A position is <c>domain-server-number</c>, with commas between domains.</summary>
    private static void AddPositions(SampleWriter samples, Family family, string text, string[] labels)
    {
        foreach (string position in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (position.Split('-') is [var domain, var server, var number] && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong at))
                samples.Add(family, at, [.. labels, domain, server]);
            else
                samples.Report($"{family.Name}: '{position}' is no position");
        }
    }

    private static Family Position(string name, string help) => Family.Gauge(Prefix + name, help, [.. Labels, "domain_id", "server_id"]);
}
