using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Hosting.Log;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Writes a record as JSON with Traefik's field names, in Traefik's order, which is the alphabet's. Durations are nanoseconds. What we do
/// not know is left out, and what was kept by sampling is marked with a field of our own.
/// </summary>
internal sealed class TraefikLine : IAccessLogFormat, IDisposable
{
    private const int NanosecondsPerTick = 100;

    private readonly Utf8JsonWriter _json = new(Stream.Null, LogText.JsonOptions);
    private long _count;

    public void Write(ArrayBufferWriter<byte> output, AccessRecord record)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("ClientAddr", record.Client.Address);
        _json.WriteString("ClientHost", record.Client.Address);
        _json.WriteText("ClientUsername", record.User ?? "-");
        _json.WriteNumber("DownstreamContentSize", record.BytesOut);
        _json.WriteNumber("DownstreamStatus", record.Status);
        _json.WriteNumber("Duration", Nanoseconds(record.Duration));
        WriteOrigin(record);
        WriteRequest(record);
        Optional("RouterName", record.Route);
        if (record.SampledAt is { } fraction)
            _json.WriteNumber("Sample", fraction);
        Optional("ServiceAddr", record.Endpoint);
        Optional("ServiceName", record.UpstreamName);
        Optional("ServiceURL", record.Origin);
        _json.WriteString("StartLocal", record.Time.UtcDateTime);
        _json.WriteString("StartUTC", record.Time.UtcDateTime);
        Optional("TraceId", record.TraceId);
        Optional("error", record.Error);
        _json.WriteString("level", "info");
        _json.WriteString("msg", "");
        Optional("request_Referer", LoggedUrl.Referer(record.Referer));
        Optional("request_User-Agent", LoggedUrl.WithoutTokens(record.UserAgent));
        _json.WriteString("time", (record.Time + record.Duration).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteOrigin(AccessRecord record)
    {
        if (record.UpstreamDuration is { } upstream)
        {
            _json.WriteNumber("OriginContentSize", record.BytesOut);
            _json.WriteNumber("OriginDuration", Nanoseconds(upstream));
            _json.WriteNumber("OriginStatus", record.Status);
        }

        _json.WriteNumber("Overhead", Nanoseconds(record.Duration - (record.UpstreamDuration ?? TimeSpan.Zero)));
    }

    private void WriteRequest(AccessRecord record)
    {
        string port = HostHeader.PortOf(record.Host);
        _json.WriteText("RequestAddr", record.Host);
        _json.WriteNumber("RequestContentSize", record.BytesIn);
        _json.WriteNumber("RequestCount", ++_count);
        _json.WriteText("RequestHost", port.Length > 0 ? record.Host[..^(port.Length + 1)] : record.Host);
        _json.WriteText("RequestMethod", record.Method);
        _json.WriteText("RequestPath", LoggedUrl.EncodedPath(record.Path) + (record.Query.Length > 1 ? SecretQuery.Redact(record.Query) : ""));
        _json.WriteText("RequestPort", port.Length > 0 ? port : "-");
        _json.WriteText("RequestProtocol", record.Protocol);
        _json.WriteString("RequestScheme", record.Scheme);
        _json.WriteNumber("RetryAttempts", record.Retries);
    }

    private static long Nanoseconds(TimeSpan duration) => duration.Ticks * NanosecondsPerTick;

    private void Optional(string name, string? value)
    {
        if (value is not null)
            _json.WriteText(name, value);
    }
}
