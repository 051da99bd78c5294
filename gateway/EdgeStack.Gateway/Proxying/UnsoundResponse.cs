using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>A response that is not passed on, as one more way of forwarding to fail.</summary>
internal sealed class UnsoundResponse : IForwarderErrorFeature
{
    private static readonly UnsoundResponse Instance = new();

    public const int Status = StatusCodes.Status502BadGateway;

    public ForwarderError Error => ForwarderError.ResponseHeaders;

    public Exception? Exception => null;

    /// <summary>Turns the answer into a 502; its body follows when forwarding is concluded.</summary>
    public static void Refuse(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        context.Features.Set<IForwarderErrorFeature>(Instance);
    }
}
