using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Counts and times requests. Label values come from closed lists: hosts and routes as configured, methods as registered.</summary>
internal sealed class RequestMetrics
{
    private static readonly FrozenSet<string> Methods =
        FrozenSet.ToFrozenSet(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"], StringComparer.Ordinal);

    private const string OtherHost = "_other";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _requestBytes;
    private readonly Counter<long> _responseBytes;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;
    private readonly RequestsInFlight _inFlight;

    public RequestMetrics(IMeterFactory meters, RequestsInFlight inFlight)
    {
        _inFlight = inFlight;
        Meter meter = meters.Create("EdgeStack.Gateway.Requests");
        _requests = meter.CreateCounter<long>("edgestack_gateway_requests_total", null, "Requests answered.");
        _duration = meter.CreateHistogram("edgestack_gateway_request_duration_seconds", null, "Time from a request's headers to the end of its response.",
            tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = HistogramBuckets.Latency });
        _requestBytes = meter.CreateCounter<long>("edgestack_gateway_request_bytes_total", null, "Bytes of request bodies received.");
        _responseBytes = meter.CreateCounter<long>("edgestack_gateway_response_bytes_total", null, "Bytes of response bodies sent.");
        _errors = meter.CreateCounter<long>("edgestack_gateway_forwarder_errors_total", null, "Requests that could not be forwarded, by upstream and kind of failure.");
        _retries = meter.CreateCounter<long>("edgestack_gateway_upstream_retries_total", null, "Connections tried again because one could not be made, by upstream.");
    }

    /// <summary>The method, or <c>_other</c> when it is not one of those registered.</summary>
    public static string MethodLabel(string method) => Methods.TryGetValue(method, out string? known) ? known : "_other";

    public void Taken(AccessRecord record) => record.InFlight = _inFlight.Enter(record.RouteHost ?? OtherHost);

    public void Answered(AccessRecord record)
    {
        KeyValuePair<string, object?> host = Host(record), route = new("route", record.Route ?? "_none");
        TagList labels = new(
        [
            host, route,
            new("method", MethodLabel(record.Method)),
            new("code", StatusCodes.Text(record.Status)),
        ]);
        _requests.Add(1, labels);
        _duration.Record(record.Duration.TotalSeconds, host, route);
        if (record.BytesIn > 0)
            _requestBytes.Add(record.BytesIn, host);
        if (record.BytesOut > 0)
            _responseBytes.Add(record.BytesOut, host);
        record.InFlight?.Leave();
    }

    public void ForwardingFailed(AccessRecord record, string error) =>
        _errors.Add(1, new KeyValuePair<string, object?>("upstream", record.UpstreamName), new KeyValuePair<string, object?>("error", error));

    public void Retried(AccessRecord record) => _retries.Add(record.Retries, new KeyValuePair<string, object?>("upstream", record.UpstreamName));

    private static KeyValuePair<string, object?> Host(AccessRecord record) => new("host", record.RouteHost ?? OtherHost);

    private static class StatusCodes
    {
        private static readonly string[] Texts = [.. Enumerable.Range(0, 600).Select(code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))];

        public static string Text(int code) => code is >= 100 and < 600 ? Texts[code] : "_other";
    }
}
