using System.Text;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Connections;

namespace EdgeStack.Gateway.Proxying;

/// <summary>What the gateway answers by itself. Short, plain, the same for everyone: reasons are for the owner and stand in log and admin API.</summary>
internal static class Refusals
{
    private const string RetryAfterSeconds = "5";

    public static readonly byte[] BodyTooLarge = Encoding.ASCII.GetBytes("413: the body of this request is larger than this service takes.\n");

    private static readonly byte[] NoRoute = Encoding.ASCII.GetBytes("404: nothing is served under this name here.\n");
    private static readonly byte[] Unavailable = Encoding.ASCII.GetBytes("503: this service is not available at the moment. Please try again in a few seconds.\n");
    private static readonly byte[] Misconfigured = Encoding.ASCII.GetBytes("503: this service is not available at the moment: its route needs its owner's attention.\n");
    private static readonly byte[] BadGateway = Encoding.ASCII.GetBytes("502: this service did not answer properly.\n");
    private static readonly byte[] BrokenBody = Encoding.ASCII.GetBytes("400: the body of this request broke off or cannot be read.\n");
    private static readonly byte[] BodyTooSlow = Encoding.ASCII.GetBytes("408: the body of this request came too slowly.\n");
    private static readonly byte[] Timeout = Encoding.ASCII.GetBytes("504: this service did not answer in time.\n");

    /// <summary>Answers with a plain text of ours.</summary>
    public static async Task AnswerAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        // Not cancelled by a visitor who leaves: the server drops it then, and the status stays what it was.
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>The answer to <c>OPTIONS *</c>, which asks the server itself and no service behind it.</summary>
    public static void AnswerOptions(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    }

    public static Task NoRouteAsync(HttpContext context, AccessRecord record)
    {
        record.Error = "no route";
        return AnswerAsync(context, StatusCodes.Status404NotFound, NoRoute);
    }

    /// <summary>The host may have a route in a source that has not been read yet: a 404 would be remembered by browsers and searchers.</summary>
    public static Task NotReadYetAsync(HttpContext context, AccessRecord record)
    {
        record.Error = "routes have not been read yet";
        return UnavailableAsync(context);
    }

    public static Task QuarantinedAsync(HttpContext context, AccessRecord record, string reason)
    {
        record.Error = $"route is quarantined: {reason}";
        return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, Misconfigured);
    }

    public static Task NoEndpointAsync(HttpContext context, AccessRecord record, string? reason)
    {
        record.Error = $"no endpoint: {reason}";
        return UnavailableAsync(context);
    }

    /// <summary>Nobody is there to answer, and the upstream has not failed: the visitor has left, or we have cut him off at our end.</summary>
    public static void NobodyThere(HttpContext context, AccessRecord record)
    {
        bool isCut = IsCut(context);
        record.Error ??= isCut ? "the gateway stopped" : "the visitor left";
        if (!context.Response.HasStarted)
            context.Response.StatusCode = isCut ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status499ClientClosedRequest;
    }

    /// <summary>True when we have ended the request's connection.</summary>
    public static bool IsCut(HttpContext context) => context.Features.Get<OpenConnection>() is { IsCut: true };

    // What is left of the body cannot be told from a further request.
    private static Task BrokenBodyAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return AnswerAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
        {
            StatusCodes.Status408RequestTimeout => BodyTooSlow,
            StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
            _ => BrokenBody,
        });
    }

    private static Task UnavailableAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, Unavailable);
    }

    /// <summary>Gives YARP's bare status a body, unless the response is already on its way.</summary>
    public static Task ForwardingFailedAsync(HttpContext context) => context.Response.HasStarted ? Task.CompletedTask : context.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge => BrokenBodyAsync(context),
        StatusCodes.Status502BadGateway => AnswerAsync(context, StatusCodes.Status502BadGateway, BadGateway),
        StatusCodes.Status504GatewayTimeout => AnswerAsync(context, StatusCodes.Status504GatewayTimeout, Timeout),
        StatusCodes.Status503ServiceUnavailable => UnavailableAsync(context),
        _ => Task.CompletedTask,
    };
}
