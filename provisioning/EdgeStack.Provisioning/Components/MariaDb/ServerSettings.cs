using System.Collections.Immutable;
using System.Globalization;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>The configuration of the server.</summary>
internal static class ServerSettings
{
    /// <param name="profile">How much it may take.</param>
    /// <param name="bind">Where it listens: addresses, with commas between them.</param>
    /// <param name="requiresTls">Nobody comes in over the network without encryption.</param>
    public static ImmutableArray<ServerSetting> Of(MemoryProfile profile, string bind, bool requiresTls) =>
    [
        new("bind_address", bind),
        // Grants name addresses; a name server that does not answer must not hold up a login.
        new("skip_name_resolve", "ON"),
        .. requiresTls ? Tls : (ImmutableArray<ServerSetting>)[],
        new("innodb_buffer_pool_size", profile.BufferPool),
        new("innodb_log_file_size", profile.LogFile),
        new("max_connections", profile.Connections.ToString(CultureInfo.InvariantCulture)),
        new("tmp_table_size", "16M"),
        new("max_heap_table_size", "16M"),
        .. profile.IsSmall ? Small : (ImmutableArray<ServerSetting>)[],
        .. Durable,
    ];

    private static readonly ImmutableArray<ServerSetting> Tls =
    [
        new("ssl_ca", ServerTls.Authority),
        new("ssl_cert", ServerTls.Certificate),
        new("ssl_key", ServerTls.Key),
        new("tls_version", "TLSv1.2,TLSv1.3"),
        new("require_secure_transport", "ON"),
    ];

    private static readonly ImmutableArray<ServerSetting> Small = [new("table_open_cache", "400"), new("performance_schema", "OFF")];

    // What was said to be stored survives a power cut, and a backup can be brought up to any moment of the last week.
    private static readonly ImmutableArray<ServerSetting> Durable =
    [
        new("innodb_flush_method", "O_DIRECT"),
        new("innodb_flush_log_at_trx_commit", "1"),
        new("sync_binlog", "1"),
        new("log_bin", "mariadb-bin"),
        new("binlog_format", "ROW"),
        new("log_bin_compress", "ON"),
        new("max_binlog_size", "64M"),
        new("binlog_expire_logs_seconds", "604800"),
        // Since 11.4 a server keeps them for a replica that has not come yet, for ever.
        new("slave_connections_needed_for_purge", "0") { IsUnknownToSome = true },
    ];
}
