using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Files of InnoDB. Their table is called otherwise in MySQL 8, and its columns come and go.</summary>
internal sealed class InnodbTablespaces : IMariaDbPart
{
    private const string Prefix = "mysql_info_schema_innodb_tablespace_", Without = "NONE";

    private static readonly Family Spaces = Family.Gauge(Prefix + "space_info", "Number of a tablespace, and its form.", "tablespace_name", "file_format", "row_format", "space_type");
    private static readonly Family FileSize = Family.Gauge(Prefix + "file_size_bytes", "Length of the file.", "tablespace_name");
    private static readonly Family Allocated = Family.Gauge(Prefix + "allocated_size_bytes", "What the file takes on the disk.", "tablespace_name");

    public string Name => "info_schema.innodb_tablespaces";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        bool isNewMySql = !sql.Version.IsMariaDb && sql.Version.IsAtLeast(8, 0, 0);
        SqlTable spaces = await sql.QueryAsync($"SELECT * FROM information_schema.{(isNewMySql ? "innodb_tablespaces" : "innodb_sys_tablespaces")}", cancellation);
        foreach (SqlRow row in spaces.Rows)
        {
            string name = row.Text("NAME") ?? "";
            if (row.Number("SPACE") is { } number)
                samples.Add(Spaces, number, name, row.Text("FILE_FORMAT") ?? Without, row.Text("ROW_FORMAT") ?? Without, row.Text("SPACE_TYPE") ?? Without);
            if (row.Number("FILE_SIZE") is { } size)
                samples.Add(FileSize, size, name);
            if (row.Number("ALLOCATED_SIZE") is { } allocated)
                samples.Add(Allocated, allocated, name);
        }

        return SourceOutcome.Ok;
    }
}
