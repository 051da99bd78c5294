using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes a record as one JSON object. Field names and units are a contract (docs/contracts/access-log.md).</summary>
internal static class AccessLine
{
    public static void Write(Utf8JsonWriter json, AccessRecord record)
    {
        json.WriteStartObject();
        json.WriteString("time", record.Time.UtcDateTime);
        Optional(json, "route", record.Route);
        json.WriteString("host", record.Host);
        json.WriteString("method", record.Method);
        json.WriteString("path", record.Path);
        if (record.Query.Length > 1)
            json.WriteString("query", SecretQuery.Redact(record.Query));
        json.WriteNumber("status", record.Status);
        json.WriteNumber("bytesIn", record.BytesIn);
        json.WriteNumber("bytesOut", record.BytesOut);
        json.WriteNumber("duration", Seconds(record.Duration));
        if (record.UpstreamDuration is { } upstreamDuration)
            json.WriteNumber("upstreamDuration", Seconds(upstreamDuration));
        Optional(json, "upstream", record.Endpoint);
        json.WriteNumber("retries", 0);
        Optional(json, "error", record.Error);
        json.WriteString("client", record.Client.Address);
        json.WriteString("clientSource", record.Client.Source);
        Optional(json, "country", record.Country);
        Optional(json, "ray", record.Ray);
        Optional(json, "userAgent", record.UserAgent);
        Optional(json, "referer", record.Referer);
        json.WriteString("protocol", record.Protocol);
        Optional(json, "traceId", record.TraceId);
        json.WriteEndObject();
    }

    // Microseconds are what a clock is good for here.
    private static decimal Seconds(TimeSpan duration) => Math.Round((decimal)duration.TotalSeconds, 6);

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
