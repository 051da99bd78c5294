using System.Buffers;
using System.Text;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.Tests.AccessLog;

/// <summary>Records as requests leave them, and the lines that they become.</summary>
internal static class Records
{
    public static AccessRecord Some(
        string path = "/v2/items", string query = "?page=2", string? userAgent = "curl/8.0", string host = "api.example.com", string method = "GET", string? referer = "https://www.example.com/", DateTimeOffset? time = null)
    {
        return new AccessRecord
        {
            Time = time ?? new DateTimeOffset(2026, 11, 22, 10, 0, 0, 250, TimeSpan.Zero),
            Started = 0,
            Method = method,
            Host = host,
            Path = path,
            Query = query,
            Protocol = "HTTP/1.1",
            Scheme = "https",
            Client = new ClientAddress("192.0.2.7", "cf-connecting-ip", null),
            Country = "SE",
            Ray = "8a1b2c3d4e5f6071-ARN",
            UserAgent = userAgent,
            Referer = referer,
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            Route = "default/api/0",
            RouteHost = "api.example.com",
            UpstreamName = "default/api:80",
            Endpoint = "10.42.0.7:8080",
            Origin = "http://10.42.0.7:8080",
            User = "ann",
            Status = 502,
            BytesIn = 12,
            BytesOut = 43,
            Duration = TimeSpan.FromMicroseconds(2345),
            UpstreamDuration = TimeSpan.FromMicroseconds(1999),
            Error = "Request: ConnectionRefused",
        };
    }

    public static string Line(this AccessRecord record, AccessLogFormat format = AccessLogFormat.Json)
    {
        ArrayBufferWriter<byte> line = new();
        AccessLogFormats.Of(format).Write(line, record);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
