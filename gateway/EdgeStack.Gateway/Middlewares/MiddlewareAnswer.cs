using System.Text;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>What a middleware answers instead of the service. Short and plain: the reason is for the owner and goes into the log.</summary>
internal static class MiddlewareAnswer
{
    /// <summary>Answers, and returns false: the request ends here.</summary>
    public static async ValueTask<bool> SendAsync(HttpContext context, RequestExchange exchange, int status, string reason)
    {
        exchange.Refusal = reason;
        byte[] body = Encoding.ASCII.GetBytes($"{status}: {Sentence(status)}\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        return false;
    }

    private static string Sentence(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "this address cannot be understood.",
        StatusCodes.Status401Unauthorized => "a user name and a password are needed here.",
        StatusCodes.Status421MisdirectedRequest => "nothing is served under this name here.",
        StatusCodes.Status429TooManyRequests => "too many requests. Please try again later.",
        >= StatusCodes.Status500InternalServerError => "this service is not available at the moment.",
        _ => "this is not open to you.",
    };
}
