using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Upstreams;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Hands a request to its upstream: an endpoint now or as soon as there is one, then YARP's forwarder.</summary>
internal sealed class Forwarding(IHttpForwarder forwarder, HttpTransformer transformer, HeldRequests held, TimeProvider time)
{
    public async Task ForwardAsync(HttpContext context, AccessRecord record, UpstreamCluster cluster)
    {
        if ((cluster.Pick() ?? await HoldAsync(context, record, cluster)) is not { } endpoint)
            return;
        bool upgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        using UpstreamCall call = new(cluster, endpoint, upgrade, record, held, time);
        (record.Endpoint, record.Origin) = (endpoint.Name, endpoint.Origin);
        endpoint.Enter();
        try
        {
            await forwarder.SendAsync(context, endpoint.Address, call, cluster.RequestConfig(endpoint, upgrade, HttpProtocol.IsHttp2(context.Request.Protocol)), transformer);
        }
        finally
        {
            call.Endpoint.Leave();
        }
    }

    // A pod that restarts is away for a moment: better a late answer than none.
    private async Task<UpstreamEndpoint?> HoldAsync(HttpContext context, AccessRecord record, UpstreamCluster cluster)
    {
        UpstreamEndpoint? endpoint = null;
        if (cluster.Policy.HoldFor > TimeSpan.Zero && held.TryEnter(cluster))
        {
            try
            {
                endpoint = await EndpointWait.FirstAsync(cluster, time.GetTimestamp(), null, time, context.RequestAborted);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                record.Error = "the visitor left";
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return null;
            }
            finally
            {
                held.Leave(cluster);
            }
        }

        if (endpoint is null)
            await Refusals.NoEndpointAsync(context, record, cluster.Current.Fault);
        return endpoint;
    }
}
