using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.RouteFeed;
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
    public async Task ForwardAsync(HttpContext context)
    {
        AccessRecord record = context.Features.GetRequiredFeature<AccessRecord>();
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestTarget asked = RequestTarget.Read(rawTarget);
        if (admission.Judge(context.Request, rawTarget, asked) is { } rejection)
        {
            if (asked.Fault != TargetFault.None)
                record.Path = TargetPath.PathAndQuery(rawTarget).Split('?')[0];
            await admission.RefuseAsync(context, record, rejection);
            return;
        }

        if (asked.Path.Length == 0)
        {
            Refusals.AnswerOptions(context);
            return;
        }

        RouteSnapshot snapshot = current.Snapshot;
        RouteTable<RouteTarget> table = snapshot.Table;
        RouteTarget? target = Find(table, context.Request, record, asked);
        if (target is null)
        {
            await (sources.AllComplete ? Refusals.NoRouteAsync(context, record) : Refusals.NotReadYetAsync(context, record));
            return;
        }

        record.Route = target.Name;
        record.RouteHost = target.HostLabel(HostName.Canonical(record.Host));
        metrics.Taken(record);
        bool isAmbiguous = (asked.Encoded & ~target.Route.AllowEncoded) != EncodedBytes.None && table.LooksAtPath(HostName.Canonical(record.Host));
        if ((isAmbiguous ? Rejection.EncodedByte : BodyLimits.Apply(context, target.Route.Limits)) is { } refused)
        {
            await admission.RefuseAsync(context, record, refused);
            return;
        }

        if (target.Upstreams is not { } upstreams)
        {
            await Refusals.QuarantinedAsync(context, record, target.Route.Quarantine?.Reason ?? "the route has no upstream");
            return;
        }

        if (target.Middlewares is { } chain && !await PassesAsync(chain, context, record))
            return;
        if (RequestSyntax.AsksForWebSocket(context.Request))
            context.Features.Set(new WayIn(snapshot.Revision, target, other => other.Find(Facts(context.Request, record, RequestTarget.Read(rawTarget)))));
        record.UpstreamName = upstreams.Name;
        await forwarding.ForwardAsync(context, record, upstreams);
        await ConcludeAsync(context, record);
        if (target.Middlewares is { } passed && context.Features.Get<IForwarderErrorFeature>() is null)
            await passed.CompleteAsync(context);
    }

    private static async ValueTask<bool> PassesAsync(MiddlewareChain chain, HttpContext context, AccessRecord record)
    {
        RequestExchange exchange = new(
            TargetPath.PathAndQuery(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget), record.Client.Ip, context.Request.Scheme);
        context.Features.Set(exchange);
        bool passes = await chain.BeforeAsync(context, exchange);
        record.Error = exchange.Refusal;
        record.User = exchange.User;
        return passes;
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

    private async Task ConcludeAsync(HttpContext context, AccessRecord record)
    {
        if (record.Retries > 0)
            metrics.Retried(record);
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || HasEnded(failure.Error, context.Features.Get<OpenWebSocket>()))
            return;
        if (await FaultyEnd.TellAsync(context, failure) is not { } error)
        {
            Refusals.VisitorLeft(context, record);
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
