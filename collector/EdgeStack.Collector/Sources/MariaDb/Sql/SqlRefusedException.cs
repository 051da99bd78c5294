namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>The server answered a query with an error. The connection stands.</summary>
internal sealed class SqlRefusedException(int code, string message) : Exception($"error {code}: {message}")
{
    private const int DatabaseDenied = 1044, TableDenied = 1142, ColumnDenied = 1143, PrivilegeMissing = 1227, UnknownTable = 1109, NoSuchTable = 1146;

    /// <summary>The server's own number of the error.</summary>
    public int Code => code;

    /// <summary>Whether this account may not do it.</summary>
    public bool IsDenied => code is DatabaseDenied or TableDenied or ColumnDenied or PrivilegeMissing;

    /// <summary>Whether this server has no such table.</summary>
    public bool IsWithoutTable => code is UnknownTable or NoSuchTable;
}
