using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Gateway.WebSockets;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;
using EdgeStack.Routes.Targets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Decides where a request goes: our table first, then the upstream of the route that it found.</summary>
internal sealed class RouteStep(
    CurrentRoutes current, SourceHealth sources, Admission admission, AccessLogFilter filter, Forwarding forwarding, RequestMetrics metrics)
{
    // Not asynchronous itself: nothing here waits, and each method that does costs a request an object and a step on the way back.
    public Task ForwardAsync(HttpContext context)
    {
        AccessRecord record = context.Features.GetRequiredFeature<AccessRecord>();
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestTarget asked = RequestTarget.Read(rawTarget);
        bool asksServer = asked is { Path: "", Fault: TargetFault.None };
        if (asksServer)
            record.Path = rawTarget;
        if (admission.Judge(context.Request, rawTarget, asked) is { } rejection)
        {
            if (asked.Fault != TargetFault.None)
                record.Path = TargetPath.PathAndQuery(rawTarget).Split('?')[0];
            return admission.RefuseAsync(context, record, rejection);
        }

        if (asksServer)
        {
            Refusals.AnswerOptions(context);
            return Task.CompletedTask;
        }

        RouteSnapshot snapshot = current.Snapshot;
        RouteTable<RouteTarget> table = snapshot.Table;
        RouteTarget? target = Find(table, context.Request, record, asked);
        if (target is null)
            return sources.AllComplete ? Refusals.NoRouteAsync(context, record) : Refusals.NotReadYetAsync(context, record);

        record.Route = target.Name;
        record.RouteHost = target.HostLabel(HostName.Canonical(record.Host));
        metrics.Taken(record);
        bool isAmbiguous = (asked.Encoded & ~target.Route.AllowEncoded) != EncodedBytes.None && table.LooksAtPath(HostName.Canonical(record.Host));
        if ((isAmbiguous ? Rejection.EncodedByte : BodyLimits.Apply(context, target.Route.Limits)) is { } refused)
            return admission.RefuseAsync(context, record, refused);
        if (target.Upstreams is not { } upstreams)
            return Refusals.QuarantinedAsync(context, record, target.Route.Quarantine?.Reason ?? "the route has no upstream");
        if (RequestSyntax.AsksForWebSocket(context.Request))
            context.Features.Set(WayInOf(context, record, snapshot, target));
        return target.Middlewares is { } chain ? ThroughAsync(chain, context, record, upstreams) : forwarding.ForwardAsync(context, record, upstreams);
    }

    private async Task ThroughAsync(MiddlewareChain chain, HttpContext context, AccessRecord record, RouteUpstreams upstreams)
    {
        RequestExchange exchange = new(
            TargetPath.PathAndQuery(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget), record.Client.Ip, context.Request.Scheme);
        bool passes = await chain.BeforeAsync(context, exchange);
        (record.Error, record.User) = (exchange.Refusal, exchange.User);
        if (exchange.IsLeft)
            Refusals.NobodyThere(context, record);
        if (!passes)
            return;
        await forwarding.ForwardAsync(context, record, upstreams, exchange);
        if (context.Features.Get<IForwarderErrorFeature>() is null)
            await chain.CompleteAsync(context);
    }

    private RouteTarget? Find(RouteTable<RouteTarget> table, HttpRequest request, AccessRecord record, RequestTarget asked)
    {
        RequestFacts facts = Facts(request, record, asked);
        RouteTarget? target = table.Find(facts);
        record.IsExcluded = filter.Excludes(facts, target?.Route.AccessLogExclude);
        return target;
    }

    private static RequestFacts Facts(HttpRequest request, AccessRecord record, RequestTarget asked) => new(HostName.Canonical(record.Host), asked.Path)
    {
        Method = request.Method,
        Client = record.Client.Ip,
        Fields = new RequestFields(request),
    };

    private static WayIn WayInOf(HttpContext context, AccessRecord record, RouteSnapshot snapshot, RouteTarget target)
    {
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new WayIn(snapshot.Revision, target, other => other.Find(Facts(context.Request, record, RequestTarget.Read(rawTarget))));
    }
}
