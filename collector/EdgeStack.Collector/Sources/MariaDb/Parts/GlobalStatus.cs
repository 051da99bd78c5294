using System.Collections.Frozen;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Every number of SHOW GLOBAL STATUS. All of them begin anew when the server does, and some at FLUSH STATUS.</summary>
internal sealed class GlobalStatus(ServerFamilies families) : IMariaDbPart
{
    private const string Prefix = "mysql_global_status_", PoolPages = "innodb_buffer_pool_pages_";

    private static readonly (string Prefix, Family Family)[] Groups =
    [
        ("com_", Family.Counter(Prefix + "commands_total", "Statements that were executed, by kind.", "command")),
        ("handler_", Family.Counter(Prefix + "handlers_total", "What storage engines were asked to do, by kind.", "handler")),
        ("connection_errors_", Family.Counter(Prefix + "connection_errors_total", "Connections that could not be made, by cause.", "error")),
        ("innodb_rows_", Family.Counter(Prefix + "innodb_row_ops_total", "Rows that InnoDB read or changed, by operation.", "operation")),
        ("performance_schema_", Family.Counter(Prefix + "performance_schema_lost_total", "What the performance schema had no memory for, by kind.", "instrumentation")),
    ];

    private static readonly Family Pages = Family.Gauge(Prefix + "buffer_pool_pages", "Pages of InnoDB's buffer pool, by state.", "state");
    private static readonly Family DirtyPages = Family.Gauge(Prefix + "buffer_pool_dirty_pages", "Pages of InnoDB's buffer pool that are not written yet; they count as data as well.");
    private static readonly Family PageChanges = Family.Counter(Prefix + "buffer_pool_page_changes_total", "What happened to pages of InnoDB's buffer pool, by operation.", "operation");

    // Values of now. Everything else in the list counts.
    private static readonly FrozenSet<string> Gauges = FrozenSet.Create(
        StringComparer.Ordinal,
        "delayed_insert_threads", "innodb_buffer_pool_bytes_data", "innodb_buffer_pool_bytes_dirty", "innodb_checkpoint_age", "innodb_checkpoint_max_age", "innodb_history_list_length",
        "innodb_data_pending_fsyncs", "innodb_data_pending_reads", "innodb_data_pending_writes", "innodb_ibuf_free_list", "innodb_ibuf_segment_size", "innodb_ibuf_size", "innodb_lsn_current",
        "innodb_mem_adaptive_hash", "innodb_mem_dictionary", "innodb_num_open_files", "innodb_page_size", "innodb_row_lock_current_waits", "innodb_row_lock_time_avg", "innodb_row_lock_time_max",
        "key_blocks_not_flushed", "key_blocks_unused", "key_blocks_used", "max_used_connections", "memory_used", "memory_used_initial", "not_flushed_delayed_rows", "open_files", "open_streams",
        "open_table_definitions", "open_tables", "prepared_stmt_count", "qcache_free_blocks", "qcache_free_memory", "qcache_queries_in_cache", "qcache_total_blocks", "rpl_semi_sync_master_clients",
        "slave_open_temp_tables", "slave_running", "slaves_connected", "slaves_running", "ssl_server_not_after", "ssl_server_not_before", "threadpool_idle_threads", "threadpool_threads",
        "threads_cached", "threads_connected", "threads_running", "uptime", "uptime_since_flush_status", "wsrep_cluster_size", "wsrep_cluster_status", "wsrep_connected", "wsrep_local_recv_queue",
        "wsrep_local_send_queue", "wsrep_local_state", "wsrep_ready");

    public string Name => "global_status";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable status = await sql.QueryAsync("SHOW GLOBAL STATUS", cancellation);
        GaleraTexts galera = new();
        foreach (SqlRow row in status.Rows)
        {
            string name = (row[0] ?? "").ToLowerInvariant();
            galera.Keep(name, row[1]);
            if (StatusValue.Read(row[1]) is { } value)
                Add(samples, name, value);
        }

        GaleraFamilies.AddStatus(samples, galera);
        return status.IsEmpty ? new SourceOutcome.Failed("SHOW GLOBAL STATUS is empty") : SourceOutcome.Ok;
    }

    private void Add(SampleWriter samples, string name, double value)
    {
        if (name.StartsWith(PoolPages, StringComparison.Ordinal))
        {
            AddPages(samples, name[PoolPages.Length..], value);
            return;
        }

        foreach ((string prefix, Family group) in Groups)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                samples.Add(group, value, MetricName.Clean(name.AsSpan(prefix.Length)));
                return;
            }
        }

        if (families.Of(Prefix, name, whole => Make(whole, name)) is { } family)
            samples.Add(family, value);
    }

    private static void AddPages(SampleWriter samples, string what, double value)
    {
        switch (what)
        {
            case "data" or "free" or "misc" or "old":
                samples.Add(Pages, value, what);
                break;
            case "dirty":
                samples.Add(DirtyPages, value);
                break;
            case "total":
                // The sum of the states, which a dashboard adds up itself.
                break;
            default:
                samples.Add(PageChanges, value, what);
                break;
        }
    }

    private static Family Make(string whole, string name) => Gauges.Contains(name)
        ? Family.Untyped(whole, $"The status value {name}.")
        : Family.UntypedCounter(whole, $"The status value {name}.");
}
