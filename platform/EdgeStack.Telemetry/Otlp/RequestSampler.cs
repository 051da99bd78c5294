using System.Diagnostics;
using OpenTelemetry.Trace;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>
/// Traces a part of the requests, and what is done for these. A visitor's trace is continued, but whether to record is for us to say:
/// whoever sets the flag would otherwise fill the owner's store. Calls that serve no request, such as watching Kubernetes, are not traced.
/// </summary>
internal sealed class RequestSampler(double part) : Sampler
{
    private readonly TraceIdRatioBasedSampler _ratio = new(part);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind == ActivityKind.Server)
            return _ratio.ShouldSample(samplingParameters);
        bool recorded = samplingParameters.ParentContext is { IsRemote: false } parent && parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);
        return new SamplingResult(recorded ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
