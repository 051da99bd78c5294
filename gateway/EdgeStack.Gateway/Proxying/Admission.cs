using System.Diagnostics.Metrics;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// Turns away what could mean one thing to us and another to an upstream. Common to all: an exact status, the connection closed, a body
/// without an echo, one log line, a counter, and no upstream asked.
/// </summary>
internal sealed class Admission
{
    private readonly Counter<long> _rejected;
    private readonly LoopMark _loops;

    public Admission(IMeterFactory meters, LoopMark loops)
    {
        _loops = loops;
        _rejected = meters.Create("EdgeStack.Gateway.Admission").CreateCounter<long>("edgestack_rejected_requests_total", null, "Requests turned away before any route, by reason.");
    }

    /// <summary>Why the request must not go further; null when it may.</summary>
    public Rejection? Judge(HttpRequest request, string rawTarget, RequestTarget target) =>
        !ServedMethods.Include(request.Method) ? request.Method == HttpMethods.Trace ? Rejection.Trace : Rejection.UnknownMethod
        : target.Fault != TargetFault.None ? Rejection.Of(target.Fault)
        : RequestSyntax.JudgeTarget(rawTarget) ?? RequestSyntax.Judge(request) ?? (_loops.IsLoop(request.Headers) ? Rejection.Loop : null);

    /// <summary>Counts a refusal, ours or the server's.</summary>
    public void Count(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public Task RefuseAsync(HttpContext context, AccessRecord record, Rejection rejection)
    {
        Count(rejection.Reason);
        record.Error = $"rejected: {rejection.Reason}";
        context.Response.Headers.Connection = "close";
        return Refusals.AnswerAsync(context, rejection.Status, rejection.Body);
    }
}
