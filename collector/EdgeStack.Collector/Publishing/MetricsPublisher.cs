using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Collector.Publishing;

/// <summary>
/// Writes the curated instruments as an export, again and again, and lets it wait to be sent. Not through OpenTelemetry's own meters: those keep a series for as long as the
/// program runs, so that a pod that is gone would be reported for ever (decision 025).
/// </summary>
internal sealed partial class MetricsPublisher(SourceBoard board, WaitingExports waiting, OtlpTarget target, CollectorOptions options, TimeProvider time, ILogger<MetricsPublisher> logger) : BackgroundService
{
    // OpenTelemetry's own default; most sources are read more often, and a small uplink is no place for it.
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly MetricsRequest _request = new();
    private readonly CounterStarts _starts = new();
    private bool _failed;

    /// <summary>Exports what is on the board, once.</summary>
    public void Publish()
    {
        BoardReading reading = new(board);
        ReadOnlySpan<byte> request = _request.Write(Resource(reading), ("EdgeStack.Collector", target.ServiceVersion), reading, _starts, out int points);
        if (points > 0)
            waiting.Add("metrics", request);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        do
        {
            try
            {
                Publish();
                _failed = false;
            }
#pragma warning disable CA1031 // whatever is wrong with an export, measuring goes on
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (!_failed)
                    LogNotWritten(fault);
                _failed = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Who measures. The instance is what Prometheus calls by that name: without it two machines would be one. What shows nothing but a cluster is the same for every replica, since the lease
    // goes from one to another; without the cluster's name only the replica's own is left.
    private ImmutableArray<PointAttribute> Resource(BoardReading reading)
    {
        string cluster = options.ClusterLabel ?? "", nodename = reading.Fact("node_uname_info", "nodename");
        bool isCluster = cluster.Length > 0 && options.Roles.All(role => role == Role.Cluster);
        string host = nodename.Length > 0 ? nodename : isCluster ? "" : Environment.MachineName;
        PointAttribute[] all =
        [
            new("service.name", target.ServiceName),
            new("service.version", target.ServiceVersion),
            new("service.instance.id", isCluster ? cluster : host),
            new("host.name", host),
            new("host.arch", reading.Fact("node_uname_info", "machine") switch { "aarch64" => "arm64", "x86_64" => "amd64", var other => other }),
            new("os.type", host.Length > 0 ? "linux" : ""),
            new("k8s.cluster.name", cluster),
        ];
        return [.. all.Where(attribute => attribute.Value.Length > 0)];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Metrics cannot be exported, which is a mistake of ours: please report it")]
    private partial void LogNotWritten(Exception fault);
}
