using System.Buffers.Binary;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>How OTLP's messages stand in gRPC's: a flag for compression, four bytes of length, the message.</summary>
internal static class GrpcFraming
{
    private const int PrefixBytes = 5;

    public static string PathOf(string signal) => signal switch
    {
        "traces" => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        "metrics" => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        _ => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    };

    public static byte[] Framed(byte[] compressed)
    {
        byte[] framed = new byte[PrefixBytes + compressed.Length];
        framed[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), compressed.Length);
        compressed.CopyTo(framed, PrefixBytes);
        return framed;
    }

    /// <summary>The message; empty when there is none, or it is compressed, which was not asked for.</summary>
    public static ReadOnlySpan<byte> Unframed(ReadOnlySpan<byte> body) => body.Length < PrefixBytes || body[0] != 0 ? [] : body[PrefixBytes..];

    // https://opentelemetry.io/docs/specs/otlp/#failures: cancelled, deadline exceeded, aborted, out of range, unavailable, data loss; and resource exhausted, which without a time is for ever.
    public static bool IsForLater(string? status, TimeSpan? after) => status is "1" or "4" or "10" or "11" or "14" or "15" || (status is "8" && after is not null);
}
