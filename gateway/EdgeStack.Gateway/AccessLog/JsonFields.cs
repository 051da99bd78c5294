using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>A record's fields in JSON, without secrets. Names, order and units are a contract (docs/contracts/access-log.md) of log and admin API.</summary>
internal static class JsonFields
{
    public static void Write(Utf8JsonWriter json, AccessRecord record)
    {
        json.WriteString("time", record.Time.UtcDateTime);
        Optional(json, "route", record.Route);
        json.WriteText("host", record.Host);
        json.WriteText("method", record.Method);
        json.WriteText("path", LoggedUrl.Path(record.Path));
        if (record.Query.Length > 1)
            json.WriteText("query", SecretQuery.Redact(record.Query));
        json.WriteNumber("status", record.Status);
        json.WriteNumber("bytesIn", record.BytesIn);
        json.WriteNumber("bytesOut", record.BytesOut);
        json.WriteNumber("duration", Seconds(record.Duration));
        if (record.UpstreamDuration is { } upstreamDuration)
            json.WriteNumber("upstreamDuration", Seconds(upstreamDuration));
        Optional(json, "upstream", record.Endpoint);
        json.WriteNumber("retries", record.Retries);
        Optional(json, "error", record.Error);
        json.WriteString("client", record.Client.Address);
        json.WriteString("clientSource", record.Client.Source);
        Optional(json, "country", record.Country);
        Optional(json, "ray", record.Ray);
        Optional(json, "userAgent", LoggedUrl.WithoutTokens(record.UserAgent));
        Optional(json, "referer", LoggedUrl.Referer(record.Referer));
        json.WriteText("protocol", record.Protocol);
        Optional(json, "traceId", record.TraceId);
        if (record.SampledAt is { } fraction)
            json.WriteNumber("sample", fraction);
    }

    // Microseconds are what a clock is good for here.
    private static decimal Seconds(TimeSpan duration) => Math.Round((decimal)duration.TotalSeconds, 6);

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteText(name, value);
    }
}
