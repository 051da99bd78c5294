namespace EdgeStack.Telemetry.Otlp;

/// <summary>How telemetry travels to a collector.</summary>
public enum OtlpProtocol
{
    /// <summary>Protocol buffers over HTTP, usually port 4318.</summary>
    Http,

    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,
}
