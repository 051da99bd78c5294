using System.Collections.Immutable;
using System.Reflection;
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

    /// <summary>Where a program's telemetry goes; null when nothing is sent.</summary>
    /// <param name="service">The program's name.</param>
    /// <param name="program">Whose version it has.</param>
    public OtlpTarget? Target(string service, Assembly program) => Endpoint is not { } endpoint ? null : new OtlpTarget(endpoint)
    {
        Protocol = Protocol,
        Headers = Headers,
        ServiceName = service,
        ServiceVersion = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        TraceSample = TraceSample,
    };
}
