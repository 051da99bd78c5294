// Hot path: every line of the log. Benchmark: AccessLogBenchmarks.
using System.Buffers;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>A record's fields in JSON, without secrets. Names, order and units are a contract (docs/contracts/access-log.md) of log and admin API.</summary>
internal static class JsonFields
{
    /// <summary>Writes what stands between the braces of an object.</summary>
    public static void Write(ArrayBufferWriter<byte> output, AccessRecord record)
    {
        JsonFieldWriter json = new(output);
        json.Time("\"time\":"u8, record.Time);
        json.Text(",\"route\":"u8, record.Route);
        json.Text(",\"host\":"u8, record.Host);
        json.Text(",\"method\":"u8, record.Method);
        json.Text(",\"path\":"u8, LoggedUrl.Path(record.Path));
        if (record.Query.Length > 1)
            json.Text(",\"query\":"u8, SecretQuery.Redact(record.Query));
        json.Number(",\"status\":"u8, record.Status);
        json.Number(",\"bytesIn\":"u8, record.BytesIn);
        json.Number(",\"bytesOut\":"u8, record.BytesOut);
        json.Seconds(",\"duration\":"u8, record.Duration);
        if (record.UpstreamDuration is { } upstreamDuration)
            json.Seconds(",\"upstreamDuration\":"u8, upstreamDuration);
        json.Text(",\"upstream\":"u8, record.Endpoint);
        json.Number(",\"retries\":"u8, record.Retries);
        json.Text(",\"error\":"u8, record.Error);
        json.Text(",\"client\":"u8, record.Client.Address);
        json.Text(",\"clientSource\":"u8, record.Client.Source);
        json.Text(",\"country\":"u8, record.Country);
        json.Text(",\"ray\":"u8, record.Ray);
        json.Text(",\"userAgent\":"u8, LoggedUrl.WithoutTokens(record.UserAgent));
        json.Text(",\"referer\":"u8, LoggedUrl.Referer(record.Referer));
        json.Text(",\"protocol\":"u8, record.Protocol);
        json.Text(",\"traceId\":"u8, record.TraceId);
        if (record.SampledAt is { } fraction)
            json.Number(",\"sample\":"u8, fraction);
    }
}
