using System.Buffers;
using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes a record as one JSON object. Field names and units are a contract (docs/contracts/access-log.md).</summary>
internal sealed class JsonLine : IAccessLogFormat, IDisposable
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, LogText.JsonOptions);

    public void Write(IBufferWriter<byte> output, AccessRecord record)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("time", record.Time.UtcDateTime);
        Optional("route", record.Route);
        _json.WriteText("host", record.Host);
        _json.WriteText("method", record.Method);
        _json.WriteText("path", LoggedUrl.Path(record.Path));
        if (record.Query.Length > 1)
            _json.WriteText("query", SecretQuery.Redact(record.Query));
        _json.WriteNumber("status", record.Status);
        _json.WriteNumber("bytesIn", record.BytesIn);
        _json.WriteNumber("bytesOut", record.BytesOut);
        _json.WriteNumber("duration", Seconds(record.Duration));
        if (record.UpstreamDuration is { } upstreamDuration)
            _json.WriteNumber("upstreamDuration", Seconds(upstreamDuration));
        Optional("upstream", record.Endpoint);
        _json.WriteNumber("retries", record.Retries);
        Optional("error", record.Error);
        _json.WriteString("client", record.Client.Address);
        _json.WriteString("clientSource", record.Client.Source);
        Optional("country", record.Country);
        Optional("ray", record.Ray);
        Optional("userAgent", LoggedUrl.WithoutTokens(record.UserAgent));
        Optional("referer", LoggedUrl.Referer(record.Referer));
        _json.WriteText("protocol", record.Protocol);
        Optional("traceId", record.TraceId);
        if (record.SampledAt is { } fraction)
            _json.WriteNumber("sample", fraction);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    // Microseconds are what a clock is good for here.
    private static decimal Seconds(TimeSpan duration) => Math.Round((decimal)duration.TotalSeconds, 6);

    private void Optional(string name, string? value)
    {
        if (value is not null)
            _json.WriteText(name, value);
    }
}
