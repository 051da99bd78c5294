using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>Database servers. There is no convention for servers: these are the names of the OpenTelemetry Collector's receiver for MySQL, <c>mysqlreceiver</c>.</summary>
internal static class DatabaseInstruments
{
    private const string Status = "mysql_global_status_", Server = "mysql.instance.endpoint=@about";

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("mysql.uptime", Counter, "s", "Time since the server started.", Each(Status + "uptime", Server)),
        new("mysql.threads", UpDownCounter, "1", "Threads of the server, by state.",
            Each(Status + "threads_cached", Server, "kind='cached'"), Each(Status + "threads_connected", Server, "kind='connected'"), Each(Status + "threads_running", Server, "kind='running'")),
        new("mysql.connection.count", Counter, "1", "Connections that were tried, whether they succeeded or not.", Each(Status + "connections", Server)),
        new("mysql.query.count", Counter, "1", "Statements that were executed.", Each(Status + "queries", Server)),
        new("mysql.query.slow.count", Counter, "1", "Statements that took longer than the server's limit.", Each(Status + "slow_queries", Server)),
        new("mysql.handlers", Counter, "1", "What storage engines were asked to do.", Each(Status + "handlers_total", Server, "kind=handler")),
        new("mysql.locks", Counter, "1", "Table locks, by whether they were had at once.", Each(Status + "table_locks_immediate", Server, "kind='immediate'"), Each(Status + "table_locks_waited", Server, "kind='waited'")),
        new("mysql.row_operations", Counter, "1", "Rows that InnoDB read or changed.", Each(Status + "innodb_row_ops_total", Server, "operation=operation")),
        new("mysql.operations", Counter, "1", "What InnoDB did with its files.",
            Each(Status + "innodb_data_fsyncs", Server, "operation='fsyncs'"), Each(Status + "innodb_data_reads", Server, "operation='reads'"), Each(Status + "innodb_data_writes", Server, "operation='writes'")),
        new("mysql.buffer_pool.limit", UpDownCounter, "By", "Size of InnoDB's buffer pool.", Each("mysql_global_variables_innodb_buffer_pool_size", Server)),
        new("mysql.buffer_pool.pages", UpDownCounter, "1", "Pages of InnoDB's buffer pool.", Each(Status + "buffer_pool_pages", Server, "kind=state")),
        new("mysql.buffer_pool.usage", UpDownCounter, "By", "Bytes in InnoDB's buffer pool, by whether they are written.", Computed(Usage)),
        new("mysql.buffer_pool.operations", Counter, "1", "What was asked of InnoDB's buffer pool.",
            Each(Status + "innodb_buffer_pool_read_requests", Server, "operation='read_requests'"), Each(Status + "innodb_buffer_pool_reads", Server, "operation='reads'"),
            Each(Status + "innodb_buffer_pool_write_requests", Server, "operation='write_requests'"), Each(Status + "innodb_buffer_pool_wait_free", Server, "operation='wait_free'")),
        new("mysql.replica.time_behind_source", UpDownCounter, "s", "How far a replica is behind.", Each("mysql_slave_status_seconds_behind_master", Server, "edgestack.mysql.channel=connection_name")),
    ];

    private static IEnumerable<ExportedPoint> Usage(BoardReading board)
    {
        foreach (ReadSample all in board.Of(Status + "innodb_buffer_pool_bytes_data"))
        {
            foreach (ReadSample dirty in board.Of(Status + "innodb_buffer_pool_bytes_dirty").Where(sample => sample.About == all.About).Take(1))
            {
                yield return Of("dirty", dirty.Value);
                yield return Of("clean", Math.Max(all.Value - dirty.Value, 0));
            }

            ExportedPoint Of(string status, double bytes) => new(bytes, all.At, [.. new[] { new PointAttribute("mysql.instance.endpoint", all.About), new PointAttribute("status", status) }.Where(attribute => attribute.Value.Length > 0)]);
        }
    }
}
