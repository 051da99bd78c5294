using EdgeStack.Gateway.Access;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Lets in who has logged in to Cloudflare Access; nobody at all while Cloudflare's keys are not known. The token is signed, so that it is
/// believed from wherever it comes, and nothing else is: neither the tunnel nor a header beside it.
/// </summary>
internal sealed partial class CloudflareAccess(MiddlewareSpec.CloudflareAccess spec, TokenVerifier tokens, string route, ILogger logger) : Middleware
{
    // Not the cookie of the same content: whatever else runs on the host can set that.
    private const string Token = "Cf-Access-Jwt-Assertion";

    private int _loggedName;

    public override string Name => "cloudflareAccess";

    public override async ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange) =>
        await tokens.VerifyAsync(context.Request.Headers[Token], context.RequestAborted) switch
        {
            AccessVerdict.Passed passed => await AdmitAsync(context, exchange, passed),
            AccessVerdict.Refused { Why: var why } => await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status403Forbidden, $"cloudflareAccess: {why}"),
            AccessVerdict.Unknown { Why: var why } => await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, $"cloudflareAccess: {why}"),
            _ => throw new InvalidOperationException("A verdict is one of the three."),
        };

    private ValueTask<bool> AdmitAsync(HttpContext context, RequestExchange exchange, AccessVerdict.Passed passed)
    {
        if (spec.HeaderField is not null && passed.Email is not null && !HeaderSyntax.IsValue(passed.Email))
        {
            string fault = $"the visitor's e-mail cannot stand in the header {spec.HeaderField}";
            if (Interlocked.Exchange(ref _loggedName, 1) == 0)
                LogFault(logger, route, fault);
            return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status503ServiceUnavailable, $"cloudflareAccess: {fault}");
        }

        exchange.User = passed.User;
        // Taken away when there is none: what a visitor wrote there himself was never proven.
        if (spec.HeaderField is not null)
            exchange.SetHeader(context, spec.HeaderField, passed.Email);
        return ValueTask.FromResult(true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Visitors of route {Route}: {Fault}")]
    private static partial void LogFault(ILogger logger, string route, string fault);
}
