using System.Buffers;
using BenchmarkDotNet.Attributes;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Benchmarks;

/// <summary>A request's line in each format.</summary>
public class AccessLogBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    private readonly IAccessLogFormat _json = AccessLogFormats.Of(AccessLogFormat.Json), _traefik = AccessLogFormats.Of(AccessLogFormat.Traefik), _clf = AccessLogFormats.Of(AccessLogFormat.Clf);

    private readonly AccessRecord _record = new()
    {
        Time = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 250, TimeSpan.Zero),
        Started = 0,
        Method = "GET",
        Host = "shop.example",
        Path = "/shop/v2/items",
        Query = "?sort=price&page=2",
        Protocol = "HTTP/1.1",
        Scheme = "https",
        Client = new ClientAddress("192.0.2.7", "cf-connecting-ip", null),
        Country = "SE",
        Ray = "8a1b2c3d4e5f6071-ARN",
        UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        Referer = "https://www.example.com/",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Route = "default/shop/0",
        RouteHost = "shop.example",
        UpstreamName = "default/shop:80",
        Endpoint = "10.42.0.7:8080",
        Origin = "http://10.42.0.7:8080",
        Status = 200,
        BytesOut = 4321,
        Duration = TimeSpan.FromMicroseconds(2345),
        UpstreamDuration = TimeSpan.FromMicroseconds(1999),
    };

    [Benchmark]
    public int Json() => Write(_json);

    [Benchmark]
    public int Traefik() => Write(_traefik);

    [Benchmark]
    public int Clf() => Write(_clf);

    private int Write(IAccessLogFormat format)
    {
        _output.ResetWrittenCount();
        format.Write(_output, _record);
        return _output.WrittenCount;
    }
}
