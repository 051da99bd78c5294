using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes.Rules;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Decides where a request goes: our table first, then YARP with the cluster of the route that it found.</summary>
internal sealed class RouteStep(CurrentRoutes current, RequestMetrics metrics)
{
    public async Task ForwardAsync(HttpContext context, Func<Task> next)
    {
        AccessRecord record = context.Features.GetRequiredFeature<AccessRecord>();
        RouteTarget? target = Find(context.Request);
        if (target is null)
        {
            await Refusals.NoRouteAsync(context, record);
            return;
        }

        record.Route = target.Name;
        record.RouteHost = target.Host;
        metrics.Taken(record);
        if (target.Upstream is not { } upstream)
        {
            await Refusals.QuarantinedAsync(context, record, target.Route.Quarantine?.Reason ?? "the route has no upstream");
            return;
        }

        record.UpstreamName = upstream.Name;
        if (upstream.Current is { Endpoints.IsEmpty: true, Fault: var fault })
        {
            await Refusals.NoEndpointAsync(context, record, fault);
            return;
        }

        context.ReassignProxyRequest(upstream.Route, upstream.Cluster);
        await next();
        await ConcludeAsync(context, record);
    }

    private RouteTarget? Find(HttpRequest request) => current.Snapshot.Table.Find(
        new RequestFacts(HostName.Canonical(request.Host.Value), request.Path.HasValue ? request.Path.Value : "/"));

    private async Task ConcludeAsync(HttpContext context, AccessRecord record)
    {
        if (context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination is { } destination)
            record.Endpoint = destination.DestinationId[(destination.DestinationId.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure)
            return;
        string kind = ForwarderFailure.Name(failure.Error);
        record.Error = ForwarderFailure.Describe(failure);
        metrics.ForwardingFailed(record, kind);
        await Refusals.ForwardingFailedAsync(context);
    }
}
