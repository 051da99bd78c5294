using System.Collections.Immutable;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Parts;

namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>The sources of all servers. They share the families, and those of one server its connection.</summary>
internal sealed class MariaDbSources : IAsyncDisposable
{
    private readonly ImmutableArray<MariaDbServer> _servers;

    public MariaDbSources(MariaDbOptions options, TimeProvider time, ILogger<MariaDbServer> logger)
    {
        ServerFamilies families = new();
        _servers = [.. options.Servers.Select(server => new MariaDbServer(server, options, time, logger))];
        All = [.. _servers.SelectMany(server => SourcesOf(server, options, families, time))];
    }

    public ImmutableArray<IMetricSource> All { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (MariaDbServer server in _servers)
            await server.DisposeAsync();
    }

    private IEnumerable<IMetricSource> SourcesOf(MariaDbServer server, MariaDbOptions options, ServerFamilies families, TimeProvider time)
    {
        bool isAlone = _servers.Length == 1;
        foreach ((MariaDbCycle cycle, IMariaDbPart[] parts) in Cycles(options, families))
        {
            string name = $"mariadb{cycle.Name}{(isAlone ? "" : ":" + server.Name)}";
            yield return new MariaDbSource(name, server, cycle, parts, time) { Labels = isAlone ? [] : [new("server", server.Name)] };
        }
    }

    private static IEnumerable<(MariaDbCycle Cycle, IMariaDbPart[] Parts)> Cycles(MariaDbOptions options, ServerFamilies families)
    {
        yield return (new("", options.Every, options.QueryTimeout),
        [
            new GlobalStatus(families),
            new GlobalVariables(families),
            new SlaveStatus(families),
            .. RequiredGrants.Heartbeat(options) is var (schema, table) ? [new Heartbeat(schema, table)] : Array.Empty<IMariaDbPart>(),
        ]);
        yield return (new("_medium", options.EveryMedium, options.QueryTimeout),
        [
            new ProcessList(),
            new BinaryLogs(),
            InnodbCompression.Pages,
            InnodbCompression.Memory,
            new QueryResponseTime(),
            .. When(options.InnodbMetrics, () => new InnodbMetrics(families)),
            .. When(options.EngineStatus, () => new EngineInnodbStatus()),
        ]);
        IMariaDbPart[] slow =
        [
            .. When(options.Digests, () => StatementDigests.Of(options.MostDigests)),
            .. options.Waits ? Waits(options.MostWaits) : [],
            .. When(options.Statistics, () => AccountStatistics.OfUsers(families)),
            .. When(options.Statistics, () => AccountStatistics.OfClients(families)),
            .. When(options.Statistics, () => TableStatistics.OfSchemas),
            .. When(options.TableStatistics, () => TableStatistics.OfTables),
            .. When(options.TableSizes, () => new TableSizes(options.MostTables)),
            .. When(options.AutoIncrement, () => new AutoIncrement()),
            .. When(options.InnodbTablespaces, () => new InnodbTablespaces()),
        ];
        if (slow.Length > 0)
            yield return (new("_slow", options.EverySlow, options.SlowQueryTimeout), slow);
    }

    private static IMariaDbPart[] Waits(int most) =>
    [
        StatementSums.All, TableWaits.Of(most), IndexWaits.Of(most), TableLocks.Of(most), FileEvents.Of(most), WaitEvents.Of(most), MemoryEvents.Of(most),
    ];

    private static IMariaDbPart[] When(bool isWanted, Func<IMariaDbPart> make) => isWanted ? [make()] : [];
}
