namespace EdgeStack.Telemetry.Otlp;

/// <summary>A request of OTLP that waits to be sent.</summary>
/// <param name="Signal"><c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
/// <param name="Body">The request's message, compressed by gzip.</param>
internal sealed record Export(string Signal, byte[] Body);
