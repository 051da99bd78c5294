using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Privileges by their names in <c>information_schema</c>, MariaDB 10.5 and later.</summary>
internal static class DatabasePrivileges
{
    public const string All = "ALL";

    /// <summary>Those that can be given on a database; together they are ALL there.</summary>
    public static ImmutableArray<string> OfDatabase { get; } =
    [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW",
        "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER", "DELETE HISTORY",
    ];

    /// <summary>Those that only the whole server knows. What makes an administrator (SUPER, CREATE USER, FILE, …) is not given to a user of the network.</summary>
    public static ImmutableArray<string> OfServer { get; } = ["PROCESS", "RELOAD", "SHOW DATABASES", "BINLOG MONITOR", "SLAVE MONITOR", "REPLICATION SLAVE", "REPLICATION SLAVE ADMIN"];
}
