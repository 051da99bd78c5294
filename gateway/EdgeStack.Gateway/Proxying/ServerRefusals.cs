using EdgeStack.Gateway.AccessLog;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// Sees what Kestrel refuses by itself, before there is a request for us: that has to be counted and logged like our own refusals. What
/// breaks inside a body belongs to a request, which has its record already.
/// </summary>
internal sealed class ServerRefusals(Admission admission, RequestJournal journal) : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public static bool Wants(string name) => name == BadRequest;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != BadRequest || value.Value is not IFeatureCollection features || features.Get<AccessRecord>() is not null
            || features.Get<IBadRequestExceptionFeature>()?.Error is not { } fault)
            return;
        int status = fault is BadHttpRequestException { StatusCode: var given } ? given : StatusCodes.Status400BadRequest;
        string reason = Rejection.ReasonOfServer(status);
        admission.Count(reason);
        journal.RecordRefused(features, status, reason);
    }

    public void OnCompleted()
    {
        // ends with the program
    }

    public void OnError(Exception error)
    {
        // Kestrel's diagnostics have none
    }
}
