using System.Diagnostics;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Visitor;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>The outermost step: opens a record for every request and hands it on when the response has ended.</summary>
internal sealed class RequestJournal(RequestOutlets outlets, CallerReader callers, RequestStreams streams, TimeProvider time)
{
    public async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        ActivityContext? visitor = TraceParent.Read(context.Request.Headers);
        using Activity? span = RequestTrace.Start(visitor);
        AccessRecord record = Open(context);
        Trace(record, span?.TraceId ?? visitor?.TraceId);
        context.Features.Set(record);
        using StallWatch? watch = streams.Wrap(context, record);
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            record.Error ??= fault.GetType().Name;
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            record.Status = context.Response.StatusCode;
            record.Duration = time.GetElapsedTime(record.Started);
            RequestTrace.Describe(span, record);
            outlets.Hand(record);
        }
    }

    /// <summary>Records a request that the server refused before it was one.</summary>
    public void RecordRefused(IFeatureCollection features, int status, string reason)
    {
        AccessRecord record = Open(new DefaultHttpContext(features));
        record.Status = status;
        record.Error = $"rejected: {reason}";
        record.Duration = time.GetElapsedTime(record.Started);
        outlets.Hand(record);
    }

    private static void Trace(AccessRecord record, ActivityTraceId? known)
    {
        if (known is null)
            record.TraceParent = TraceParent.New();
        record.TraceId = known?.ToHexString() ?? TraceParent.TraceIdOf(record.TraceParent!);
    }

    private AccessRecord Open(HttpContext context)
    {
        HttpRequest request = context.Request;
        Caller caller = callers.Read(context);
        request.Scheme = caller.Scheme;
        return new AccessRecord
        {
            Time = time.GetUtcNow(),
            Started = time.GetTimestamp(),
            Method = request.Method ?? "",
            Host = HostHeader.Of(request),
            Path = request.Path.Value ?? "",
            Query = request.QueryString.Value ?? "",
            Protocol = request.Protocol,
            Scheme = caller.Scheme,
            Client = caller.Client,
            Country = caller.Country,
            Ray = caller.Ray,
            ForwardedFor = caller.ForwardedFor,
            UserAgent = request.Headers.UserAgent is [{ } userAgent, ..] ? HeaderText.Readable(userAgent) : null,
            Referer = request.Headers.Referer is [{ } referer, ..] ? HeaderText.Readable(referer) : null,
        };
    }
}
