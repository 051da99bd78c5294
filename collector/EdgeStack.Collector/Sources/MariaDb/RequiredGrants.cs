using System.Collections.Immutable;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>What our account needs, which depends on the server's version and on what is to be read. The page of it is docs/contracts/mariadb-grants.md.</summary>
internal static class RequiredGrants
{
    private const string Everywhere = "*.*", Select = "SELECT", Performance = "performance_schema";

    /// <summary>What the account lacks.</summary>
    /// <param name="options">What is to be read.</param>
    /// <param name="version">The server's.</param>
    /// <param name="granted">What the account has.</param>
    public static ImmutableArray<MissingGrant> Missing(MariaDbOptions options, ServerVersion version, PrivilegeSet granted)
    {
        ImmutableArray<MissingGrant>.Builder missing = ImmutableArray.CreateBuilder<MissingGrant>();
        Need("PROCESS", "what connections do, and what InnoDB says of itself");
        // SUPER stands for these alone, and in MariaDB 11 not for them either.
        if (!granted.Has("SUPER") || (version.IsMariaDb && version.IsAtLeast(11, 0, 1)))
        {
            Need(ForReplication(version), "replication");
            Need(ForBinaryLogs(version), "binary logs");
        }

        if (options.TableSizes || options.AutoIncrement || options.TableStatistics)
            Need(Select, "sizes, numbering and statistics of tables that the account may not read");
        if ((options.Digests || options.Waits) && !granted.Has(Select, Performance))
            missing.Add(new MissingGrant(Select, SqlText.Name(Performance) + ".*", "statements that cost most, and waits, where performance_schema is on"));
        if (Heartbeat(options) is var (schema, table) && !granted.Has(Select, schema, table))
            missing.Add(new MissingGrant(Select, $"{SqlText.Name(schema)}.{SqlText.Name(table)}", "the heartbeat"));
        return missing.DistinctBy(grant => (grant.Privilege, grant.On)).ToImmutableArray();

        void Need(string privilege, string without)
        {
            if (!granted.Has(privilege))
                missing.Add(new MissingGrant(privilege, Everywhere, without));
        }
    }

    /// <summary>Schema and table of the heartbeat; null when there is none to read.</summary>
    public static (string Schema, string Table)? Heartbeat(MariaDbOptions options) => options.HeartbeatTable?.Split('.') is [var schema, var table] ? (schema, table) : null;

    // MariaDB split what was one privilege in 10.5.2, and gave reading its own in 10.5.9.
    private static string ForReplication(ServerVersion version) => version switch
    {
        { IsMariaDb: true } when version.IsAtLeast(10, 5, 9) => "SLAVE MONITOR",
        { IsMariaDb: true } when version.IsAtLeast(10, 5, 2) => "REPLICATION SLAVE ADMIN",
        _ => "REPLICATION CLIENT",
    };

    private static string ForBinaryLogs(ServerVersion version) => version.IsMariaDb && version.IsAtLeast(10, 5, 2) ? "BINLOG MONITOR" : "REPLICATION CLIENT";
}
