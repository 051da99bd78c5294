namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>Databases on the page <c>/metrics/db</c>. Without a server there are none.</summary>
internal sealed class MariaDbOptions
{
    public IList<MariaDbServerOptions> Servers { get; } = [];

    /// <summary>For status, variables and replication.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For connections, binary logs and what InnoDB compresses.</summary>
    public TimeSpan EveryMedium { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For what is slow: sizes, statements, accounts.</summary>
    public TimeSpan EverySlow { get; set; } = TimeSpan.FromSeconds(300);

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The server ends a query of ours after this long, and we the connection a second later.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The same for what is read rarely.</summary>
    public TimeSpan SlowQueryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Sizes of tables and schemas. Needs SELECT on all of them, and opens every table.</summary>
    public bool TableSizes { get; set; }

    /// <summary>Tables of a schema that have series of their own; the largest.</summary>
    public int MostTables { get; set; } = 200;

    /// <summary>How far columns that number themselves are. Needs SELECT on all tables, and opens every table.</summary>
    public bool AutoIncrement { get; set; }

    /// <summary>The most expensive statements, where performance_schema is on. Needs SELECT on it.</summary>
    public bool Digests { get; set; } = true;

    public int MostDigests { get; set; } = 20;

    /// <summary>What tables, indexes, locks, files and memory cost, and the sums of all statements, where performance_schema is on. Needs SELECT on it.</summary>
    public bool Waits { get; set; } = true;

    /// <summary>Tables, indexes, files, events and uses of memory that have series of their own; those of each that cost most. At most about a thousand series together.</summary>
    public int MostWaits { get; set; } = 20;

    /// <summary>What each account, client and schema did, where <c>userstat</c> is on.</summary>
    public bool Statistics { get; set; } = true;

    /// <summary>The same for each table.</summary>
    public bool TableStatistics { get; set; }

    /// <summary>InnoDB's own counters; a few hundred series.</summary>
    public bool InnodbMetrics { get; set; }

    /// <summary>Sizes of InnoDB's files; three series for each table.</summary>
    public bool InnodbTablespaces { get; set; }

    /// <summary>Queries inside InnoDB, from its report.</summary>
    public bool EngineStatus { get; set; }

    /// <summary>The table of pt-heartbeat: <c>heartbeat.heartbeat</c>. Not read when not set.</summary>
    public string? HeartbeatTable { get; set; }
}
