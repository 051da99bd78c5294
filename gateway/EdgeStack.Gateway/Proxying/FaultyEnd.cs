using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Whose fault it was that a request could not be forwarded, where YARP cannot tell or its status says another one.</summary>
internal static class FaultyEnd
{
    /// <summary>Sets the status that says it, unless one is on its way, and returns the kind of failure; null when the visitor just left.</summary>
    public static ForwarderError? Tell(HttpContext context, IForwarderErrorFeature failure)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return null;

        // An upstream that resets its HTTP/2 stream cancels the reading of a body that is still coming, which YARP takes for a body that broke off.
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest }
            && failure is { Error: ForwarderError.RequestBodyClient, Exception: AggregateException { InnerExceptions: [OperationCanceledException, ..] } })
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return ForwarderError.RequestBodyDestination;
        }

        return failure.Error;
    }
}
