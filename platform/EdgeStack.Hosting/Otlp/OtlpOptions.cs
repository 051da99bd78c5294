using System.Collections.Immutable;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Hosting.Otlp;

/// <summary>Where to send traces, metrics and logs.</summary>
public sealed class OtlpOptions
{
    /// <summary>The collector; null means that nothing is sent.</summary>
    public Uri? Endpoint { get; set; }

    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Http;

    public string? HeadersFile { get; set; }

    /// <summary>What stands in the file; secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; set; } = [];

    /// <summary>The part of requests that is traced.</summary>
    public double TraceSample { get; set; } = 1;
}
