using System.Text;
using EdgeStack.Gateway.AccessLog;

namespace EdgeStack.Gateway.Proxying;

/// <summary>What the gateway answers by itself. Short, plain, the same for everyone: reasons are for the owner and stand in log and admin API.</summary>
internal static class Refusals
{
    private const string RetryAfterSeconds = "5";

    private static readonly byte[] NoRoute = Encoding.ASCII.GetBytes("404: nothing is served under this name here.\n");
    private static readonly byte[] Unavailable = Encoding.ASCII.GetBytes("503: this service is not available at the moment. Please try again in a few seconds.\n");
    private static readonly byte[] Misconfigured = Encoding.ASCII.GetBytes("503: this service is not available at the moment: its route needs its owner's attention.\n");
    private static readonly byte[] BadGateway = Encoding.ASCII.GetBytes("502: this service did not answer properly.\n");
    private static readonly byte[] Timeout = Encoding.ASCII.GetBytes("504: this service did not answer in time.\n");

    /// <summary>Answers with a plain text of ours.</summary>
    public static async Task AnswerAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public static Task NoRouteAsync(HttpContext context, AccessRecord record)
    {
        record.Error = "no route";
        return AnswerAsync(context, StatusCodes.Status404NotFound, NoRoute);
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

    private static Task UnavailableAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, Unavailable);
    }

    /// <summary>Gives YARP's bare status a body, unless the response is already on its way.</summary>
    public static Task ForwardingFailedAsync(HttpContext context) => context.Response.HasStarted ? Task.CompletedTask : context.Response.StatusCode switch
    {
        StatusCodes.Status502BadGateway => AnswerAsync(context, StatusCodes.Status502BadGateway, BadGateway),
        StatusCodes.Status504GatewayTimeout => AnswerAsync(context, StatusCodes.Status504GatewayTimeout, Timeout),
        StatusCodes.Status503ServiceUnavailable => UnavailableAsync(context),
        _ => Task.CompletedTask,
    };
}
