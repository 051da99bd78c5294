using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Whose fault it was that a request could not be forwarded, where YARP cannot tell or its status says another one.</summary>
internal static class FaultyEnd
{
    /// <summary>What Kestrel says of a body under which the connection ended; it closes the connection before it says so, thus nobody can be answered.</summary>
    public const string EndOfConnection = "Unexpected end of request content.";

    /// <summary>Sets the status that says it, unless one is on its way, and returns the kind of failure; null when the visitor just left.</summary>
    public static async ValueTask<ForwarderError?> TellAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        // An answer that breaks off ends with an abort by YARP itself, which looks like a visitor who left; one who did makes it ResponseBodyCanceled.
        if (failure.Error == ForwarderError.ResponseBodyDestination)
            return failure.Error;

        if (context.RequestAborted.IsCancellationRequested)
        {
            if (context.Response.HasStarted || !await IsMalformedAsync(context))
                return null;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return ForwarderError.RequestBodyClient;
        }

        // The reading of a body may hear of a lost connection before the request does.
        if (failure.Error == ForwarderError.RequestBodyClient && IsLostConnection(failure.Exception))
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

    private static bool IsLostConnection(Exception? fault) => fault switch
    {
        ConnectionResetException or BadHttpRequestException { Message: EndOfConnection } => true,
        AggregateException several => several.InnerExceptions.Any(IsLostConnection),
        _ => fault?.InnerException is { } inner && IsLostConnection(inner),
    };

    // A body that does not fit its length ends its stream of HTTP/2, as a visitor does who leaves. Asked once more, the server gives its
    // own judgement as the cause; a reset has none, and a lost connection one of the network's.
    private static async Task<bool> IsMalformedAsync(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return false;
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, CancellationToken.None);
            return false;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or InvalidOperationException)
        {
            return fault is IOException { InnerException: not (null or IOException or OperationCanceledException or SocketException) };
        }
    }
}
