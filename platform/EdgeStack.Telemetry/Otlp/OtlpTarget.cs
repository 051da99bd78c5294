using System.Diagnostics;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Where a program's telemetry goes, and what of it.</summary>
/// <param name="Endpoint">The collector, <c>http://host:port</c>; over HTTP the paths of the three signals are added.</param>
public sealed record OtlpTarget(Uri Endpoint)
{
    public OtlpProtocol Protocol { get; init; }

    /// <summary>Headers of every export; their values may be secret.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public required string ServiceName { get; init; }

    public required string ServiceVersion { get; init; }

    /// <summary>Activity sources whose spans are exported; without one there are no traces.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Meters whose instruments are exported, by exact name or, with <c>*</c> at the end, by prefix.</summary>
    public IReadOnlyList<string> Meters { get; init; } = ["EdgeStack.*", "System.Runtime"];

    /// <summary>The part of requests that is traced, from 0 to 1.</summary>
    public double TraceSample { get; init; } = 1;

    /// <summary>Takes out of a span that has ended what must not be exported; null when there is nothing such.</summary>
    public Action<Activity>? Redact { get; init; }

    internal Uri For(string signal) => Protocol == OtlpProtocol.Grpc ? new Uri(Endpoint, GrpcFraming.PathOf(signal)) : new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
}
