using System.Diagnostics.Metrics;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Metrics of the feed.</summary>
internal sealed class RouteMetrics
{
    private readonly Counter<long> _reloads;
    private readonly Gauge<int> _successful;
    private readonly Gauge<double> _successTime;
    private readonly Gauge<int> _routes;
    private readonly Gauge<int> _problems;
    private readonly Gauge<int> _sourceFaults;

    public RouteMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create("EdgeStack.Gateway.RouteFeed");
        _reloads = meter.CreateCounter<long>("edgestack_gateway_config_reloads_total", null, "Route tables built, by result.");
        _successful = meter.CreateGauge<int>("edgestack_gateway_config_last_reload_successful", null, "1 when no object is rejected, 0 when the last good version of one is serving.");
        _successTime = meter.CreateGauge<double>("edgestack_gateway_config_last_reload_success_timestamp_seconds", null, "Unix time of the last table without a rejected object.");
        _routes = meter.CreateGauge<int>("edgestack_gateway_routes", null, "Routes in the table, by state.");
        _problems = meter.CreateGauge<int>("edgestack_gateway_route_problems", null, "Problems in route documents, by severity.");
        _sourceFaults = meter.CreateGauge<int>("edgestack_gateway_source_faults", null, "Parts of a source that cannot be read at this moment; what was known of them serves.");
    }

    /// <param name="source">As people name it; the list is in the settings.</param>
    /// <param name="parts">How many of its parts cannot be read.</param>
    public void Faulty(string source, int parts) => _sourceFaults.Record(parts, new KeyValuePair<string, object?>("source", source));

    public void Reloaded(int rejectedObjects, DateTimeOffset at)
    {
        bool success = rejectedObjects == 0;
        _reloads.Add(1, new KeyValuePair<string, object?>("result", success ? "success" : "rejected"));
        _successful.Record(success ? 1 : 0);
        if (success)
            _successTime.Record(at.ToUnixTimeMilliseconds() / 1000.0);
    }

    public void Holds(int active, int quarantined, int errors, int warnings)
    {
        _routes.Record(active, new KeyValuePair<string, object?>("state", "active"));
        _routes.Record(quarantined, new KeyValuePair<string, object?>("state", "quarantined"));
        _problems.Record(errors, new KeyValuePair<string, object?>("severity", "error"));
        _problems.Record(warnings, new KeyValuePair<string, object?>("severity", "warning"));
    }
}
