using EdgeStack.Gateway.Middlewares;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Tests.Middlewares;

/// <summary>Runs a chain on a real server as the gateway does.</summary>
internal static class Served
{
    public static async Task AnswerAsync(MiddlewareChain chain, HttpContext context, Func<Task> service)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestExchange exchange = new(TargetPath.PathAndQuery(target), context.Connection.RemoteIpAddress, context.Request.Scheme);
        if (!await chain.BeforeAsync(context, exchange))
            return;
        await service();
        await chain.CompleteAsync(context);
    }
}
