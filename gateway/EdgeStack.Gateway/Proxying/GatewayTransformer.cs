using System.Net;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Gateway.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// What an upstream sees: the visitor's request with its own Host and its path byte for byte, and X-Forwarded-* that only we have written.
/// </summary>
internal sealed class GatewayTransformer : HttpTransformer
{
    // The path is the visitor's business: normalising it here would let the upstream see another one than was asked for.
    public static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly LoopMark _loops;
    private readonly OpenWebSockets _webSockets;
    private readonly RequestExchange? _exchange;

    public GatewayTransformer(LoopMark loops, OpenWebSockets webSockets)
        : this(loops, webSockets, null)
    {
    }

    private GatewayTransformer(LoopMark loops, OpenWebSockets webSockets, RequestExchange? exchange) => (_loops, _webSockets, _exchange) = (loops, webSockets, exchange);

    /// <summary>For one request: with what its middlewares have changed.</summary>
    public GatewayTransformer With(RequestExchange exchange) => new(_loops, _webSockets, exchange);

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, proxyRequest, destinationPrefix, cancellationToken);
        HopByHopHeaders.Remove(context.Request.Headers.Connection, proxyRequest, _exchange?.OwnHeaders ?? []);
        RemoveTrustHeaders(context.Request, proxyRequest);
        AccessRecord record = context.Features.GetRequiredFeature<AccessRecord>();
        ForwardedHeaders.Add(context.Request, record, proxyRequest);
        if (record.TraceParent is { } begun)
            BeginTrace(context.Request, proxyRequest, begun);
        _loops.Add(context.Request.Headers, proxyRequest);
        foreach ((string name, string? value) in _exchange?.TrustedHeaders ?? [])
        {
            proxyRequest.Headers.Remove(name);
            if (value is not null)
                proxyRequest.Headers.TryAddWithoutValidation(name, value);
        }

        string target = _exchange?.Target ?? TargetPath.PathAndQuery(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        proxyRequest.RequestUri = new Uri(destinationPrefix.TrimEnd('/') + target, in AsWritten);
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return base.TransformResponseAsync(context, proxyResponse, cancellationToken);
        ResponseTraits traits = ResponseSyntax.Read(proxyResponse);
        if (traits.HasFlag(ResponseTraits.Unsound))
        {
            UnsoundResponse.Refuse(context);
            return ValueTask.FromResult(false);
        }

        if (!ResponseSyntax.IsReason(proxyResponse.ReasonPhrase))
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        if (traits.HasFlag(ResponseTraits.EndsHere))
            HopByHopHeaders.Remove(proxyResponse, passesTrailers: HttpProtocol.IsHttp2(context.Request.Protocol));
        return proxyResponse.StatusCode == HttpStatusCode.SwitchingProtocols ? BeginUpgradeAsync(context, proxyResponse, cancellationToken)
            : traits.HasFlag(ResponseTraits.EventStream) ? BeginStreamAsync(context, proxyResponse, cancellationToken)
            : proxyResponse.Content.Headers.ContentLength is null ? BeginOfAnyLengthAsync(context, proxyResponse, cancellationToken)
            : base.TransformResponseAsync(context, proxyResponse, cancellationToken);
    }

    // No trailers can be sent to anybody else, and the base class would look for a feature that is not there, which is dear.
    public override ValueTask TransformResponseTrailersAsync(HttpContext context, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        HttpProtocol.IsHttp2(context.Request.Protocol) ? base.TransformResponseTrailersAsync(context, proxyResponse, cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask<bool> BeginOfAnyLengthAsync(HttpContext context, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        bool passesBody = await base.TransformResponseAsync(context, proxyResponse, cancellationToken);
        proxyResponse.Content = new PromptContent(proxyResponse.Content, context.Response);
        return passesBody;
    }

    private async ValueTask<bool> BeginUpgradeAsync(HttpContext context, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        await _webSockets.PrepareAsync(context, proxyResponse, context.Features.GetRequiredFeature<AccessRecord>().UpstreamName, cancellationToken);
        return await base.TransformResponseAsync(context, proxyResponse, cancellationToken);
    }

    // A browser takes a stream of events for open when its headers are there, which may be long before the first event.
    private async ValueTask<bool> BeginStreamAsync(HttpContext context, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        bool passesBody = await base.TransformResponseAsync(context, proxyResponse, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        return passesBody;
    }

    // What the visitor sent, if he sent anything, could not be understood.
    private static void BeginTrace(HttpRequest request, HttpRequestMessage proxyRequest, string begun)
    {
        if (request.Headers.TraceParent.Count > 0)
            proxyRequest.Headers.Remove(TraceParent.Header);
        if (request.Headers.TraceState.Count > 0)
            proxyRequest.Headers.Remove(TraceParent.State);
        proxyRequest.Headers.TryAddWithoutValidation(TraceParent.Header, begun);
    }

    private static void RemoveTrustHeaders(HttpRequest request, HttpRequestMessage proxyRequest)
    {
        // By pairs: the server makes a list for those who ask for the keys.
        foreach ((string name, _) in request.Headers)
        {
            if (TrustHeaders.Includes(name))
                proxyRequest.Headers.Remove(name);
        }
    }
}
