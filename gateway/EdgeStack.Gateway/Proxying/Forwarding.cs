using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Gateway.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Hands a request to its upstream: an endpoint now or as soon as there is one, then YARP's forwarder; and says what failed.</summary>
internal sealed class Forwarding(IHttpForwarder forwarder, GatewayTransformer transformer, HeldRequests held, RequestMetrics metrics, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="record">Its record.</param>
    /// <param name="upstreams">Where it may go.</param>
    /// <param name="exchange">What middlewares have changed; null when there are none.</param>
    public async Task ForwardAsync(HttpContext context, AccessRecord record, RouteUpstreams upstreams, RequestExchange? exchange = null)
    {
        record.UpstreamName = upstreams.Name;
        if ((upstreams.Sticky?.EndpointOf(context.Request, upstreams, time) ?? upstreams.Pick() ?? await HoldAsync(context, record, upstreams)) is not { } endpoint)
            return;
        bool upgrade = RequestSyntax.AsksForWebSocket(context.Request) && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        UpstreamClient client = upstreams.Client.Enter();
        using UpstreamCall call = new(upstreams, client, endpoint, record, held, time) { IsUpgrade = upgrade, Body = context.Request.Body as CountingStream };
        (record.UpstreamName, record.Endpoint, record.Origin) = (endpoint.Cluster.Name, endpoint.Name, endpoint.Origin);
        if (upstreams.Sticky is { } sticky)
            context.Response.OnStarting(RememberAsync, (context, sticky, call));
        ForwarderRequestConfig config = endpoint.Cluster.RequestConfig(endpoint, upgrade, HttpProtocol.IsHttp2(context.Request.Protocol));
        ForwarderError error;
        endpoint.Enter();
        try
        {
            error = await forwarder.SendAsync(context, endpoint.Address, call, config, exchange is null ? transformer : transformer.With(exchange));
        }
        finally
        {
            call.Endpoint.Leave();
            client.Leave();
        }

        if (record.Retries > 0)
            metrics.Retried(record);
        // An answer that we refuse ourselves is no failure to the forwarder, but a 502. Looking for a feature that is not there is dear.
        if ((error != ForwarderError.None || context.Response.StatusCode == UnsoundResponse.Status) && context.Features.Get<IForwarderErrorFeature>() is { } failure)
            await ConcludeAsync(context, record, failure);
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
                Refusals.NobodyThere(context, record);
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

    private async Task ConcludeAsync(HttpContext context, AccessRecord record, IForwarderErrorFeature failure)
    {
        if (HasEnded(failure.Error, context.Features.Get<OpenWebSocket>()))
            return;
        if (Refusals.IsCut(context) || await FaultyEnd.TellAsync(context, failure) is not { } error)
        {
            Refusals.NobodyThere(context, record);
            return;
        }

        record.Error = ForwarderFailure.Describe(error, failure.Exception);
        metrics.ForwardingFailed(record, ForwarderFailure.Name(error));
        await Refusals.ForwardingFailedAsync(context);
    }

    // Visitors leave without a word all the time: a phone loses its network, a tab is closed. Nothing has failed then.
    private static bool HasEnded(ForwarderError error, OpenWebSocket? socket) => socket is not null && (socket.GoesAway || error is
        ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient);
}
