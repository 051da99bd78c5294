using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.MariaDb.Parts;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Parts;

/// <summary>Answers that the one server of the other tests does not give: of other versions, of clusters, and broken ones.</summary>
public sealed class PartTests
{
    private const string MariaDb = "10.11.19-MariaDB", MySql = "8.0.36";

    [Fact]
    public async Task Status_values_are_sorted_into_their_families()
    {
        FakeSql sql = new(MariaDb, ("STATUS", """
            Variable_name|Value
            Com_select|5
            Handler_read_key|6
            Connection_errors_max_connections|7
            Innodb_rows_read|8
            Performance_schema_digest_lost|9
            Innodb_buffer_pool_pages_data|10
            Innodb_buffer_pool_pages_old|11
            Innodb_buffer_pool_pages_dirty|12
            Innodb_buffer_pool_pages_total|13
            Innodb_buffer_pool_pages_made_young|14
            Compression|OFF
            Threads_connected|15
            validate_password.length|16
            Rpl_status|AUTH_MASTER
            Broken|NULL
            Uptime|x17
            """));

        Assert.Equal(
            """
            mysql_global_status_commands_total{command="select"} 5
            mysql_global_status_handlers_total{handler="read_key"} 6
            mysql_global_status_connection_errors_total{error="max_connections"} 7
            mysql_global_status_innodb_row_ops_total{operation="read"} 8
            mysql_global_status_performance_schema_lost_total{instrumentation="digest_lost"} 9
            mysql_global_status_buffer_pool_pages{state="data"} 10
            mysql_global_status_buffer_pool_pages{state="old"} 11
            mysql_global_status_buffer_pool_dirty_pages 12
            mysql_global_status_buffer_pool_page_changes_total{operation="made_young"} 14
            mysql_global_status_compression 0
            mysql_global_status_threads_connected 15
            mysql_global_status_validate_password_length 16
            """,
            await sql.ReadAsync(new GlobalStatus(new ServerFamilies())));
    }

    [Fact]
    public async Task A_galera_cluster_is_read()
    {
        FakeSql sql = new(
            MariaDb,
            ("STATUS", "n|v\nwsrep_cluster_status|Primary\nwsrep_local_state_uuid|a\nwsrep_cluster_state_uuid|b\nwsrep_provider_version|26\nwsrep_evs_repl_latency|0.1/0.2/0.3/0.05/9\nwsrep_ready|ON"),
            ("VARIABLES", "n|v\nversion|10.11\nwsrep_cluster_name|farm\nwsrep_provider_options|a = 1; gcache.size = 128M; b = 2"));

        Assert.Equal(
            """
            mysql_global_status_wsrep_cluster_status 1
            mysql_global_status_wsrep_provider_version 26
            mysql_global_status_wsrep_ready 1
            mysql_galera_status_info{wsrep_local_state_uuid="a",wsrep_cluster_state_uuid="b",wsrep_provider_version="26"} 1
            mysql_galera_evs_repl_latency_min_seconds 0.1
            mysql_galera_evs_repl_latency_avg_seconds 0.2
            mysql_galera_evs_repl_latency_max_seconds 0.3
            mysql_galera_evs_repl_latency_stdev 0.05
            mysql_galera_evs_repl_latency_sample_size 9
            """,
            await sql.ReadAsync(new GlobalStatus(new ServerFamilies())));
        Assert.Contains("mysql_galera_gcache_size_bytes 134217728", await sql.ReadAsync(new GlobalVariables(new ServerFamilies())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1/0.2/0.3/0.05")]
    [InlineData("0.1/0.2/0.3/0.05/x")]
    [InlineData("0.1/0.2/0.3/NaN/9")]
    [InlineData("////")]
    public async Task A_latency_that_is_broken_is_no_latency(string latency) =>
        Assert.DoesNotContain("latency", await new FakeSql(MariaDb, ("STATUS", $"n|v\nUptime|1\nwsrep_evs_repl_latency|{latency}")).ReadAsync(new GlobalStatus(new ServerFamilies())), StringComparison.Ordinal);

    [Theory]
    [InlineData(MariaDb, "SHOW ALL SLAVES STATUS")]
    [InlineData("8.0.21", "SHOW SLAVE STATUS")]
    [InlineData("8.0.22", "SHOW REPLICA STATUS")]
    public async Task A_replica_is_asked_in_its_version_s_words(string version, string query)
    {
        FakeSql sql = new(version, ("STATUS", "Master_Host"));

        Assert.Equal("", await sql.ReadAsync(new SlaveStatus(new ServerFamilies())));
        Assert.Equal([query], sql.Asked);
    }

    [Fact]
    public async Task A_replica_that_stands_still_has_no_lag_and_its_positions_are_told_by_domain()
    {
        FakeSql sql = new(MariaDb, ("SLAVES", """
            Connection_name|Master_Host|Slave_IO_Running|Slave_SQL_Running|Seconds_Behind_Master|Gtid_IO_Pos|Using_Gtid
            |db1|Preparing|No|NULL|0-1-100,7-2-5,x-y|Slave_Pos
            """));

        Assert.Equal(
            """
            mysql_slave_status_slave_io_running{master_host="db1"} 0
            mysql_slave_status_slave_sql_running{master_host="db1"} 0
            mysql_slave_status_gtid_io_pos{master_host="db1",domain_id="0",server_id="1"} 100
            mysql_slave_status_gtid_io_pos{master_host="db1",domain_id="7",server_id="2"} 5
            ! mysql_slave_status_gtid_io_pos: 'x-y' is no position
            """,
            await sql.ReadAsync(new SlaveStatus(new ServerFamilies())));
    }

    [Theory]
    [InlineData("NAME|SUBSYSTEM|COUNT|STATUS|TYPE", "enabled", "disabled")]
    [InlineData("NAME|SUBSYSTEM|COUNT|ENABLED|TYPE", "1", "0")]
    public async Task InnoDB_s_counters_are_read_whatever_the_column_is_called(string columns, string on, string off)
    {
        FakeSql sql = new(MariaDb, ("innodb_metrics", $"""
            {columns}
            buffer_page_read_index_leaf|buffer_page_io|3|{on}|counter
            buffer_page_elsewhere|buffer_page_io|3|{on}|counter
            buffer_pool_pages_data|buffer|4|{on}|value
            buffer_pool_pages_dirty|buffer|5|{on}|value
            buffer_pool_pages_total|buffer|6|{on}|value
            lock_deadlocks|lock|7|{on}|counter
            trx_negative|transaction|-8|{on}|counter
            off|lock|9|{off}|counter
            broken|lock|NULL|{on}|counter
            """));

        Assert.Equal(
            """
            mysql_info_schema_innodb_metrics_buffer_page_read_total{type="index_leaf"} 3
            mysql_info_schema_innodb_metrics_buffer_pool_pages{state="data"} 4
            mysql_info_schema_innodb_metrics_buffer_pool_dirty_pages 5
            mysql_info_schema_innodb_metrics_lock_lock_deadlocks_total 7
            mysql_info_schema_innodb_metrics_transaction_trx_negative -8
            """,
            await sql.ReadAsync(new InnodbMetrics(new ServerFamilies())));
    }

    [Theory]
    [InlineData(MariaDb, "innodb_sys_tablespaces")]
    [InlineData(MySql, "innodb_tablespaces")]
    public async Task Columns_of_tablespaces_may_be_missing(string version, string table)
    {
        FakeSql sql = new(version, (table, "SPACE|NAME|ROW_FORMAT|FILE_SIZE\n5|shop/t|Dynamic|98304"));

        Assert.Equal(
            """
            mysql_info_schema_innodb_tablespace_space_info{tablespace_name="shop/t",file_format="NONE",row_format="Dynamic",space_type="NONE"} 5
            mysql_info_schema_innodb_tablespace_file_size_bytes{tablespace_name="shop/t"} 98304
            """,
            await sql.ReadAsync(new InnodbTablespaces()));
        Assert.Contains($".{table}", sql.Asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_privilege_there_is_no_list_of_connections_rather_than_half_of_one()
    {
        FakeSql sql = new(MariaDb) { Privileges = PrivilegeSet.None };

        Assert.Equal("! Failed { Why = the privilege PROCESS is missing }", await sql.ReadAsync(new ProcessList()));
        Assert.Empty(sql.Asked);
    }

    [Theory]
    [InlineData("Waiting for table metadata lock", "waiting_for_table_metadata_lock")]
    [InlineData("Sending data; (x): a-b.", "sending_data_x_a_b")]
    [InlineData("", "unknown")]
    [InlineData(null, "unknown")]
    public void A_state_is_written_as_dashboards_know_it(string? state, string label) => Assert.Equal(label, ProcessList.State(state));

    [Theory]
    [InlineData(0.000001, "1e-06")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000015, "1.5e-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.25, "0.25")]
    [InlineData(1, "1")]
    [InlineData(100000, "100000")]
    [InlineData(1000000, "1e+06")]
    [InlineData(1234567, "1.234567e+06")]
    public void A_bound_is_written_as_prometheus_writes_it(double bound, string text) => Assert.Equal(text, QueryResponseTime.BoundText(bound));

    [Theory]
    [InlineData("NULL", "tinyint|tinyint(4)", null)]
    [InlineData("5", "tinyint|tinyint(4)", 127d)]
    [InlineData("5", "tinyint|tinyint(3) unsigned", 255d)]
    [InlineData("5", "int|int(11)", 2147483647d)]
    [InlineData("5", "bigint|bigint(20) unsigned", 18446744073709551615d)]
    [InlineData("5", "float|float", null)]
    public async Task The_largest_number_of_a_column_follows_from_its_type(string next, string type, double? largest)
    {
        string text = await new FakeSql(MariaDb, ("columns", $"s|t|c|n|d|w\nshop|orders|id|{next}|{type}")).ReadAsync(new AutoIncrement());

        Assert.Equal(largest is not null || type.StartsWith("tinyint", StringComparison.Ordinal), text.Contains("_max{", StringComparison.Ordinal));
        if (largest is { } most)
            Assert.Contains($$"""_column_max{schema="shop",table="orders",column="id"} {{(most > 9e15 ? most.ToString("R") : most.ToString("0"))}}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_binary_logs_and_one_with_odd_names_are_read()
    {
        Assert.Equal("! Absent { Why = the server writes no binary log }", await new FakeSql(MariaDb, ("@@log_bin", "x\n0")).ReadAsync(new BinaryLogs()));
        Assert.Equal(
            "mysql_binlog_size_bytes 30\nmysql_binlog_files 2\n! SHOW BINARY LOGS: 'log' has no number",
            await new FakeSql(MySql, ("@@log_bin", "x\n1"), ("BINARY LOGS", "Log_name|File_size|Encrypted\nlog.000001|10|No\nlog|20|No")).ReadAsync(new BinaryLogs()));
    }

    [Fact]
    public async Task A_server_may_not_fill_the_memory_with_names()
    {
        string many = string.Concat(Enumerable.Range(0, 10_000).Select(number => $"\nname{number}|1"));

        string text = await new FakeSql(MariaDb, ("STATUS", "n|v" + many)).ReadAsync(new GlobalStatus(new ServerFamilies()));

        Assert.InRange(text.Split('\n').Length, 1000, 5000);
    }

    [Fact]
    public async Task InnoDB_s_report_is_read_where_it_has_the_numbers()
    {
        Assert.Equal(
            "mysql_engine_innodb_queries_inside_innodb 3\nmysql_engine_innodb_queries_in_queue 4\nmysql_engine_innodb_read_views_open_inside_innodb 5",
            await Status("ROW OPERATIONS;3 queries inside InnoDB, 4 queries in queue;5 read views open inside InnoDB;end"));
        Assert.Equal("", await Status("nothing of it"));

        static Task<string> Status(string report) => new ReportSql(report.Replace(';', '\n')).ReadAsync();
    }

    private sealed class ReportSql(string report) : ISqlSession
    {
        public ServerVersion Version => default;

        public PrivilegeSet Privileges => PrivilegeSet.None;

        public Task<SqlTable> QueryAsync(string sql, CancellationToken cancellation) => Task.FromResult(new SqlTable(["Type", "Name", "Status"], [["InnoDB", "", report]]));

        public async Task<string> ReadAsync()
        {
            Reading reading = await DatabaseReading.OfAsync(new SampleWriter(), async samples => await new EngineInnodbStatus().ReadAsync(this, samples, default));
            return string.Join('\n', reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
        }
    }
}
