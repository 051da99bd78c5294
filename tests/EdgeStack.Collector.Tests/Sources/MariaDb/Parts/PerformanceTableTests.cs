using EdgeStack.Collector.Sources.MariaDb.Parts;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Parts;

/// <summary>What is made of performance_schema's rows, and of servers that have none of them.</summary>
public sealed class PerformanceTableTests
{
    private const string MariaDb = "10.11.19-MariaDB", On = "n|v\nperformance_schema|ON";

    private const int NoSuchTable = 1146, TableDenied = 1142;

    private static readonly IMariaDbPart[] All =
    [
        StatementDigests.Of(2), StatementSums.All, TableWaits.Of(2), IndexWaits.Of(2), TableLocks.Of(2), FileEvents.Of(2), WaitEvents.Of(2), MemoryEvents.Of(2),
    ];

    public static TheoryData<string> Parts => [.. All.Select(part => part.Name)];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_server_without_performance_schema_is_asked_nothing_else(string part)
    {
        FakeSql sql = new(MariaDb, ("VARIABLES", "n|v\nperformance_schema|OFF"));

        Assert.Equal("! Absent { Why = performance_schema is off }", await sql.ReadAsync(Of(part)));
        Assert.Single(sql.Asked);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_table_that_this_version_does_not_have_is_absent(string part) =>
        Assert.Equal("! Absent { Why = this version of the server has no such table }", await new FakeSql("10.4.34-MariaDB", ("VARIABLES", On), ("FROM", $"ERROR {NoSuchTable}")).ReadAsync(Of(part)));

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_table_that_may_not_be_read_is_not_absent(string part) =>
        Assert.True((await Assert.ThrowsAsync<SqlRefusedException>(() => new FakeSql(MariaDb, ("VARIABLES", On), ("FROM", $"ERROR {TableDenied}")).ReadAsync(Of(part)))).IsDenied);

    [Fact]
    public async Task Times_are_seconds_and_operations_are_labels()
    {
        FakeSql sql = new(MariaDb, ("VARIABLES", On), ("table_io_waits_summary_by_table", """
            schema|name|COUNT_FETCH|SUM_TIMER_FETCH|COUNT_INSERT|SUM_TIMER_INSERT|COUNT_UPDATE|SUM_TIMER_UPDATE|COUNT_DELETE|SUM_TIMER_DELETE
            shop|orders|5|1500000000000|6|250000000|0|0|NULL|NULL
            """));

        Assert.Equal(
            """
            mysql_perf_schema_table_io_waits_total{schema="shop",name="orders",operation="fetch"} 5
            mysql_perf_schema_table_io_waits_total{schema="shop",name="orders",operation="insert"} 6
            mysql_perf_schema_table_io_waits_total{schema="shop",name="orders",operation="update"} 0
            mysql_perf_schema_table_io_waits_seconds_total{schema="shop",name="orders",operation="fetch"} 1.5
            mysql_perf_schema_table_io_waits_seconds_total{schema="shop",name="orders",operation="insert"} 0.00025
            mysql_perf_schema_table_io_waits_seconds_total{schema="shop",name="orders",operation="update"} 0
            edgestack_mariadb_rows_left_out{collector="collect.perf_schema.tableiowaits"} 0
            """,
            await sql.ReadAsync(TableWaits.Of(20)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task Rows_are_counted_only_when_some_may_be_left_out(int rows, bool isCounted)
    {
        string text = string.Concat(Enumerable.Range(0, rows).Select(number => $"\nevent{number}|1|1"));
        FakeSql sql = new(MariaDb, ("VARIABLES", On), ("COUNT(*)", "counted\n9"), ("events_waits", "EVENT_NAME|COUNT_STAR|SUM_TIMER_WAIT" + text));

        string read = await sql.ReadAsync(WaitEvents.Of(2));

        Assert.EndsWith($$"""{collector="collect.perf_schema.eventswaits"} {{(isCounted ? 9 - rows : 0)}}""", read, StringComparison.Ordinal);
        Assert.Equal(isCounted ? 3 : 2, sql.Asked.Count);
        Assert.EndsWith(" ORDER BY SUM_TIMER_WAIT DESC LIMIT 2", sql.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sums_are_of_all_statements_and_nothing_where_there_was_none()
    {
        const string Columns = "COUNT_STAR|SUM_TIMER_WAIT|SUM_LOCK_TIME|SUM_ERRORS";

        Assert.Equal(
            """
            mysql_perf_schema_events_statements_sum_total 7
            mysql_perf_schema_events_statements_sum_timer_wait 2
            mysql_perf_schema_events_statements_sum_lock_time 3000
            mysql_perf_schema_events_statements_sum_errors 1
            """,
            await Sums("7|2000000000000|3000|1"));
        Assert.Equal("", await Sums("NULL|NULL|NULL|NULL"));

        static Task<string> Sums(string row) => new FakeSql(MariaDb, ("VARIABLES", On), ("by_digest", $"{Columns}\n{row}")).ReadAsync(StatementSums.All);
    }

    private static IMariaDbPart Of(string name) => All.Single(part => part.Name == name);
}
