namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>A server that answers queries, one after another.</summary>
internal interface ISqlSession
{
    ServerVersion Version { get; }

    PrivilegeSet Privileges { get; }

    /// <exception cref="SqlRefusedException">The server answered with an error, and will answer the next query.</exception>
    /// <exception cref="ServerLostException">The server does not answer any more.</exception>
    Task<SqlTable> QueryAsync(string sql, CancellationToken cancellation);
}
