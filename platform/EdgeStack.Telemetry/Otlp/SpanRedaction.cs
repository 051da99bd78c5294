using System.Diagnostics;
using OpenTelemetry;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Stands before the exporter.</summary>
internal sealed class SpanRedaction(Action<Activity>? redact) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data) => redact?.Invoke(data);
}
