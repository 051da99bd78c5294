using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Upstreams;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Hands a request to its upstream: an endpoint now or as soon as there is one, then YARP's forwarder.</summary>
internal sealed class Forwarding(IHttpForwarder forwarder, HttpTransformer transformer, HeldRequests held, TimeProvider time)
{
    public async Task ForwardAsync(HttpContext context, AccessRecord record, RouteUpstreams upstreams)
    {
        if ((upstreams.Sticky?.EndpointOf(context.Request, upstreams, time) ?? upstreams.Pick() ?? await HoldAsync(context, record, upstreams)) is not { } endpoint)
            return;
        bool upgrade = RequestSyntax.AsksForWebSocket(context.Request) && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        UpstreamClient client = upstreams.Client.Enter();
        using UpstreamCall call = new(upstreams, client, endpoint, record, held, time) { IsUpgrade = upgrade };
        (record.UpstreamName, record.Endpoint, record.Origin) = (endpoint.Cluster.Name, endpoint.Name, endpoint.Origin);
        if (upstreams.Sticky is { } sticky)
            context.Response.OnStarting(RememberAsync, (context, sticky, call));
        endpoint.Enter();
        try
        {
            await forwarder.SendAsync(context, endpoint.Address, call, endpoint.Cluster.RequestConfig(endpoint, upgrade, HttpProtocol.IsHttp2(context.Request.Protocol)), transformer);
        }
        finally
        {
            call.Endpoint.Leave();
            client.Leave();
        }
    }

    // Of an answer of the upstream's, not of ours when there is none.
    private static Task RememberAsync(object state)
    {
        (HttpContext context, Affinity sticky, UpstreamCall call) = ((HttpContext, Affinity, UpstreamCall))state;
        if (context.Features.Get<IForwarderErrorFeature>() is null)
            sticky.Remember(context, call.Endpoint);
        return Task.CompletedTask;
    }

    // A pod that restarts is away for a moment: better a late answer than none.
    private async Task<UpstreamEndpoint?> HoldAsync(HttpContext context, AccessRecord record, RouteUpstreams upstreams)
    {
        UpstreamEndpoint? endpoint = null;
        if (upstreams.Policy.HoldFor > TimeSpan.Zero && held.TryEnter(upstreams.Name))
        {
            try
            {
                endpoint = await EndpointWait.FirstAsync(upstreams, time.GetTimestamp(), null, time, context.RequestAborted);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                Refusals.VisitorLeft(context, record);
                return null;
            }
            finally
            {
                held.Leave(upstreams.Name);
            }
        }

        if (endpoint is null)
            await Refusals.NoEndpointAsync(context, record, upstreams.Fault);
        return endpoint;
    }
}
