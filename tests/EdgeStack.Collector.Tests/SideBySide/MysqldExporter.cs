namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>What is particular about mysqld_exporter. Debian's is 0.14 of 2022, and newer ones have some of the families that are only ours here.</summary>
internal static class MysqldExporter
{
    /// <summary>Everything that both of us can read.</summary>
    public static IReadOnlyList<string> Options { get; } =
    [
        "--collect.info_schema.processlist", "--collect.binlog_size", "--collect.info_schema.innodb_metrics", "--collect.info_schema.userstats", "--collect.info_schema.clientstats",
        "--collect.info_schema.tablestats", "--collect.info_schema.schemastats", "--collect.info_schema.tables", "--collect.auto_increment.columns", "--collect.perf_schema.eventsstatements",
        "--collect.engine_innodb_status", "--collect.heartbeat", "--collect.perf_schema.eventsstatementssum", "--collect.perf_schema.tableiowaits", "--collect.perf_schema.indexiowaits",
        "--collect.perf_schema.tablelocks", "--collect.perf_schema.file_events", "--collect.perf_schema.eventswaits", "--collect.perf_schema.memory_events",
    ];

    public static IReadOnlyList<Tolerance> Tolerances { get; } =
    [
        new("mysql_info_schema_processlist_*", 3, "The load has three connections, which do something else at every look."),
        new("mysql_global_status_threads_running", 3, "The same."),
        new("mysql_*history_list_length*", 1000, "What the server has still to tidy up; its own threads do it all the time."),
        new("mysql_*dirty_pages*", 2000, "What the server has still to write; its own threads do it all the time."),
        new("mysql_*bytes_dirty*", 32e6, "The same in bytes."),
        new("mysql_global_status_memory_used", 4e6, "It has the memory of those who look, and they look with several connections."),
    ];

    public static IReadOnlyList<KnownDifference> KnownDifferences { get; } =
    [
        new("mysql_exporter_collector_success{*", "only ours*", "Newer versions say for every part whether it was read; this one counts errors."),
        new("mysql_exporter_collector_duration_seconds{*", "*", "Who asks is slower or faster."),
        new("mysql_exporter_last_scrape_error", "only theirs*", "Gone in newer versions."),
        new("mysql_exporter_scrapes_total", "only theirs*", "Gone in newer versions."),
        new("mysql_exporter_scrape_errors_total{*", "only theirs*", "Gone in newer versions."),
        new("mysqld_exporter_build_info{*", "only theirs*", "Its labels say which program answers."),
        new("edgestack_mariadb_*", "only ours*", "Ours alone."),
        new("mysql_slave_status_gtid_*", "only ours*", "Newer versions read the positions."),
        new("mysql_info_schema_table_*schema=\"sys\"*", "only theirs*", "The server's own schema of views is no data."),
        new("mysql_info_schema_table_*table=\"seen\"*", "only theirs: 0", "A view has no size; theirs says 0."),
    ];
}
