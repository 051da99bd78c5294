using System.Diagnostics.Metrics;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Asks the endpoints of all upstreams whose routes say so whether they are well: each at its own moment of the interval, a few at once, as long as they
/// stand in the table.
/// </summary>
internal sealed partial class HealthProbing : BackgroundService
{
    private const int AtOnce = 16;

    private readonly UpstreamDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthProbing> _logger;
    private readonly SemaphoreSlim _places = new(AtOnce);

    public HealthProbing(UpstreamDirectory directory, IMeterFactory meters, TimeProvider time, ILogger<HealthProbing> logger)
    {
        (_directory, _time, _logger) = (directory, time, logger);
        meters.Create("EdgeStack.Gateway.Upstreams").CreateObservableGauge("edgestack_gateway_destinations", Observe, null, "Endpoints of upstreams, by state.");
    }

    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Dictionary<UpstreamEndpoint, (CancellationTokenSource Stop, Task Asking)> asked = [];
        try
        {
            while (true)
            {
                Task changed = _directory.Changed;
                HashSet<UpstreamEndpoint> wanted = [.. _directory.All.Where(cluster => cluster.Policy.Health is not null).SelectMany(cluster => cluster.Endpoints)];
                foreach (UpstreamEndpoint gone in asked.Keys.Except(wanted).ToArray())
                {
                    asked.Remove(gone, out (CancellationTokenSource Stop, Task Asking) last);
                    await EndAsync(last);
                }

                foreach (UpstreamEndpoint endpoint in wanted.Except(asked.Keys).ToArray())
                {
                    CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    asked.Add(endpoint, (stop, AskAgainAndAgainAsync(endpoint, endpoint.Cluster.Policy.Health!, stop.Token)));
                }

                await changed.WaitAsync(stoppingToken);
            }
        }
        finally
        {
            foreach ((CancellationTokenSource, Task) last in asked.Values)
                await EndAsync(last);
        }
    }

    private static async Task EndAsync((CancellationTokenSource Stop, Task Asking) asked)
    {
        using (asked.Stop)
        {
            await asked.Stop.CancelAsync();
            await asked.Asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAgainAndAgainAsync(UpstreamEndpoint endpoint, HealthCheck health, CancellationToken cancellationToken)
    {
        // Not all of a big table at the same moment, nor all replicas.
        await Task.Delay(health.Interval * Random.Shared.NextDouble(), _time, cancellationToken);
        while (true)
        {
            long started = _time.GetTimestamp();
            await _places.WaitAsync(cancellationToken);
            string? fault;
            try
            {
                fault = await HealthProbe.AskAsync(endpoint, health, _time, cancellationToken);
            }
            finally
            {
                _places.Release();
            }

            if (endpoint.Cluster.Judge(endpoint, fault))
                Report(endpoint, fault);
            TimeSpan left = health.Interval - _time.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, _time, cancellationToken);
        }
    }

    // Upstreams of one name, reached in different ways, have endpoints in common.
    private IEnumerable<Measurement<int>> Observe()
    {
        foreach (IGrouping<string, UpstreamCluster> same in _directory.All.GroupBy(cluster => cluster.Name, StringComparer.Ordinal))
        {
            ILookup<bool, string> byHealth = same.SelectMany(cluster => cluster.Endpoints).ToLookup(endpoint => endpoint.HealthFault is null, endpoint => endpoint.Name);
            string[] unhealthy = [.. byHealth[false].Distinct(StringComparer.Ordinal)];
            yield return Measure(same.Key, "healthy", byHealth[true].Distinct(StringComparer.Ordinal).Except(unhealthy, StringComparer.Ordinal).Count());
            yield return Measure(same.Key, "unhealthy", unhealthy.Length);
        }
    }

    private static Measurement<int> Measure(string upstream, string state, int count) =>
        new(count, new KeyValuePair<string, object?>("upstream", upstream), new KeyValuePair<string, object?>("state", state));

    private void Report(UpstreamEndpoint endpoint, string? fault)
    {
        if (fault is null)
            LogHealthy(endpoint.Origin, endpoint.Cluster.Name);
        else
            LogUnhealthy(endpoint.Origin, endpoint.Cluster.Name, fault);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Endpoint {Endpoint} of {Upstream} is healthy again")]
    private partial void LogHealthy(string endpoint, string upstream);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Endpoint {Endpoint} of {Upstream} is unhealthy and gets no requests: {Fault}")]
    private partial void LogUnhealthy(string endpoint, string upstream, string fault);
}
