// Hot path: every line of the log. Benchmark: AccessLogLineBenchmarks.
using System.Buffers.Text;
using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>A record's fields in JSON, without secrets. Names, order and units are a contract (docs/contracts/access-log.md) of log and admin API.</summary>
internal static class JsonFields
{
    private const int TicksPerMicrosecond = 10, MicrosecondsPerSecond = 1_000_000, Digits = 6;

    public static void Write(Utf8JsonWriter json, AccessRecord record)
    {
        json.WriteString(Name.Time, record.Time.UtcDateTime);
        Optional(json, Name.Route, record.Route);
        json.WriteText(Name.Host, record.Host);
        json.WriteText(Name.Method, record.Method);
        json.WriteText(Name.Path, LoggedUrl.Path(record.Path));
        if (record.Query.Length > 1)
            json.WriteText(Name.Query, SecretQuery.Redact(record.Query));
        json.WriteNumber(Name.Status, record.Status);
        json.WriteNumber(Name.BytesIn, record.BytesIn);
        json.WriteNumber(Name.BytesOut, record.BytesOut);
        Seconds(json, Name.Duration, record.Duration);
        if (record.UpstreamDuration is { } upstreamDuration)
            Seconds(json, Name.UpstreamDuration, upstreamDuration);
        Optional(json, Name.Upstream, record.Endpoint);
        json.WriteNumber(Name.Retries, record.Retries);
        Optional(json, Name.Error, record.Error);
        json.WriteString(Name.Client, record.Client.Address);
        json.WriteString(Name.ClientSource, record.Client.Source);
        Optional(json, Name.Country, record.Country);
        Optional(json, Name.Ray, record.Ray);
        Optional(json, Name.UserAgent, LoggedUrl.WithoutTokens(record.UserAgent));
        Optional(json, Name.Referer, LoggedUrl.Referer(record.Referer));
        json.WriteText(Name.Protocol, record.Protocol);
        Optional(json, Name.TraceId, record.TraceId);
        if (record.SampledAt is { } fraction)
            json.WriteNumber(Name.Sample, fraction);
    }

    // Microseconds are what a clock is good for here. Written by hand: decimals are what a line would cost most.
    private static void Seconds(Utf8JsonWriter json, JsonEncodedText name, TimeSpan duration)
    {
        (long seconds, long rest) = Math.DivRem((duration.Ticks + (TicksPerMicrosecond / 2)) / TicksPerMicrosecond, MicrosecondsPerSecond);
        Span<byte> text = stackalloc byte[32];
        Utf8Formatter.TryFormat(seconds, text, out int length);
        if (rest > 0)
        {
            text[length++] = (byte)'.';
            Utf8Formatter.TryFormat(rest, text[length..], out _, new System.Buffers.StandardFormat('D', Digits));
            length += text.Slice(length, Digits).LastIndexOfAnyExcept((byte)'0') + 1;
        }

        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static void Optional(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is not null)
            json.WriteText(name, value);
    }

    private static class Name
    {
        public static readonly JsonEncodedText
            Time = JsonEncodedText.Encode("time"),
            Route = JsonEncodedText.Encode("route"),
            Host = JsonEncodedText.Encode("host"),
            Method = JsonEncodedText.Encode("method"),
            Path = JsonEncodedText.Encode("path"),
            Query = JsonEncodedText.Encode("query"),
            Status = JsonEncodedText.Encode("status"),
            BytesIn = JsonEncodedText.Encode("bytesIn"),
            BytesOut = JsonEncodedText.Encode("bytesOut"),
            Duration = JsonEncodedText.Encode("duration"),
            UpstreamDuration = JsonEncodedText.Encode("upstreamDuration"),
            Upstream = JsonEncodedText.Encode("upstream"),
            Retries = JsonEncodedText.Encode("retries"),
            Error = JsonEncodedText.Encode("error"),
            Client = JsonEncodedText.Encode("client"),
            ClientSource = JsonEncodedText.Encode("clientSource"),
            Country = JsonEncodedText.Encode("country"),
            Ray = JsonEncodedText.Encode("ray"),
            UserAgent = JsonEncodedText.Encode("userAgent"),
            Referer = JsonEncodedText.Encode("referer"),
            Protocol = JsonEncodedText.Encode("protocol"),
            TraceId = JsonEncodedText.Encode("traceId"),
            Sample = JsonEncodedText.Encode("sample");
    }
}
