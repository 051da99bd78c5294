using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What InnoDB compresses. Both tables are there without a compressed page, and both need the privilege PROCESS.</summary>
internal static class InnodbCompression
{
    private const string Prefix = "mysql_info_schema_innodb_cmp";

    // mysqld_exporter takes the server's number for milliseconds, and rules are written for what it shows.
    private const double RelocationUnit = 0.001;

    public static ColumnTable Pages { get; } = new(
        "info_schema.innodb_cmp",
        "SELECT * FROM information_schema.innodb_cmp",
        ["page_size"],
        new("compress_ops", Counter("_compress_ops_total", "Pages that were compressed.", "page_size")),
        new("compress_ops_ok", Counter("_compress_ops_ok_total", "Pages that were compressed and became small enough.", "page_size")),
        new("compress_time", Counter("_compress_time_seconds_total", "Time of compressing pages.", "page_size")),
        new("uncompress_ops", Counter("_uncompress_ops_total", "Pages that were uncompressed.", "page_size")),
        new("uncompress_time", Counter("_uncompress_time_seconds_total", "Time of uncompressing pages.", "page_size")));

    public static ColumnTable Memory { get; } = new(
        "info_schema.innodb_cmpmem",
        "SELECT * FROM information_schema.innodb_cmpmem",
        ["page_size", "buffer_pool_instance"],
        new("pages_used", Counter("mem_pages_used_total", "Blocks for compressed pages that are in use.", "page_size", "buffer_pool")),
        new("pages_free", Counter("mem_pages_free_total", "Blocks for compressed pages that are free.", "page_size", "buffer_pool")),
        new("relocation_ops", Counter("mem_relocation_ops_total", "Blocks for compressed pages that were moved.", "page_size", "buffer_pool")),
        new("relocation_time", Counter("mem_relocation_time_seconds_total", "Time of moving blocks for compressed pages.", "page_size", "buffer_pool"), RelocationUnit));

    private static Family Counter(string name, string help, params string[] labels) => Family.Counter(Prefix + name, help, [.. labels]);
}
