using System.Globalization;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Answers 429 to a source that sends more than it may. Hot path: see AllocationTests.</summary>
internal sealed class RateLimit(MiddlewareSpec.RateLimit spec, TimeProvider time) : Middleware
{
    private const int LongestHost = 253;

    private readonly TokenBuckets _buckets = new(spec.Average, spec.Period, spec.Burst, time);

    public override string Name => "rateLimit";

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange) =>
        _buckets.TryTake(SourceOf(context, exchange), out TimeSpan missing) ? ValueTask.FromResult(true) : RefuseAsync(context, exchange, missing);

    private UInt128 SourceOf(HttpContext context, RequestExchange exchange) => spec.Source.Kind switch
    {
        RateSourceKind.Host => OfHost(HostName.Canonical(HostHeader.Of(context.Request))),
        RateSourceKind.Header => SourceKey.Of(context.Request.Headers.TryGetValue(spec.Source.Header!, out StringValues lines) ? lines.ToString() : ""),
        _ => SourceKey.Of(exchange.Client),
    };

    // One host, however its letters are written.
    private static UInt128 OfHost(ReadOnlySpan<char> host)
    {
        Span<char> lower = stackalloc char[LongestHost];
        ReadOnlySpan<char> bounded = host.Length > LongestHost ? host[..LongestHost] : host;
        return SourceKey.Of(lower[..bounded.ToLowerInvariant(lower)]);
    }

    private static ValueTask<bool> RefuseAsync(HttpContext context, RequestExchange exchange, TimeSpan missing)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(missing.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status429TooManyRequests, "rateLimit: too many requests of one source");
    }
}
