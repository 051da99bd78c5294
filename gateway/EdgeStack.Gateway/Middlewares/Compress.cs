using EdgeStack.Routes.Middlewares;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Compresses what is worth it, while it streams.</summary>
internal sealed class Compress(MiddlewareSpec.Compress spec) : Middleware
{
    // What Cloudflare and nginx's usual lists have in common.
    private static readonly string[] StandardTypes =
    [
        "text/*", "application/json", "application/javascript", "application/x-javascript", "application/xml", "application/xhtml+xml", "application/rss+xml",
        "application/atom+xml", "application/ld+json", "application/manifest+json", "application/graphql-response+json", "application/problem+json",
        "application/wasm", "application/vnd.ms-fontobject", "font/ttf", "font/otf", "image/svg+xml", "image/bmp", "image/x-icon",
    ];

    public override string Name => "compress";

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        IFeatureCollection features = context.Features;
        if (HttpMethods.IsHead(context.Request.Method) || features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            || features.Get<IHttpResponseBodyFeature>() is not { } inner
            || AcceptedEncoding.Best(context.Request.Headers.AcceptEncoding, spec.Encodings) is not { } encoding)
            return ValueTask.FromResult(true);
        features.Set<IHttpResponseBodyFeature>(new CompressedBody(inner, context.Response, encoding, IsWorthIt));
        return ValueTask.FromResult(true);
    }

    public override ValueTask CompleteAsync(HttpContext context) =>
        context.Features.Get<IHttpResponseBodyFeature>() is CompressedBody body ? body.FinishAsync() : ValueTask.CompletedTask;

    private bool IsWorthIt(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        if (response.StatusCode is < StatusCodes.Status200OK or StatusCodes.Status204NoContent or StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified
            || headers.ContentEncoding.Count > 0 || headers.ContentRange.Count > 0 || response.ContentLength < spec.MinimumBytes
            || headers.CacheControl.ToString().Contains("no-transform", StringComparison.OrdinalIgnoreCase))
            return false;
        ReadOnlySpan<char> type = response.ContentType;
        type = (type.IndexOf(';') is var end and >= 0 ? type[..end] : type).Trim();
        return !type.IsEmpty && !IsStream(type) && !OnList(type, spec.ExcludedTypes)
            && OnList(type, spec.IncludedTypes.Count > 0 ? spec.IncludedTypes : spec.ExcludedTypes.Count > 0 ? ["*/*"] : StandardTypes);
    }

    // Their readers wait for single messages, which a compressor would hold back.
    private static bool IsStream(ReadOnlySpan<char> type) => type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
        || type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static bool OnList(ReadOnlySpan<char> type, IReadOnlyList<string> list)
    {
        foreach (string known in list)
        {
            if (known == "*/*" || (known.EndsWith("/*", StringComparison.Ordinal) ? type.StartsWith(known.AsSpan(..^1), StringComparison.OrdinalIgnoreCase) : type.Equals(known, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}
