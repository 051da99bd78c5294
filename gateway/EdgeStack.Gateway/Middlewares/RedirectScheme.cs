using System.Buffers;
using System.Globalization;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// Sends visitors to the same host, path and query with another scheme. The scheme in use is the one that we know of, never a header's;
/// a port is only a reason to send anyone away when the route names one.
/// </summary>
internal sealed class RedirectScheme(MiddlewareSpec.RedirectScheme spec) : Middleware
{
    private static readonly SearchValues<char> EndOfHost = SearchValues.Create("/\\@?# ");

    private readonly string _port = spec.Port is { } port ? ":" + port.ToString(CultureInfo.InvariantCulture) : "";

    public override string Name => "redirectScheme";

    public override async ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        HostString host = new(HostHeader.Of(context.Request));
        if (exchange.Scheme == spec.Scheme && (spec.Port is null || spec.Port == host.Port))
            return true;
        if (host.Host.Length == 0 || !IsHost(host.Host))
            return await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status400BadRequest, "redirectScheme: the request names no host");
        string target = exchange.Target[0] == '/' ? exchange.Target : "/";
        if (!HeaderSyntax.IsValue(target))
            return await MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status400BadRequest, "redirectScheme: the path cannot stand in a header");
        // A browser repeats the method only for 307 and 308.
        context.Response.StatusCode = (HttpMethods.IsGet(context.Request.Method), spec.Permanent) switch
        {
            (true, false) => StatusCodes.Status302Found,
            (true, true) => StatusCodes.Status301MovedPermanently,
            (false, false) => StatusCodes.Status307TemporaryRedirect,
            (false, true) => StatusCodes.Status308PermanentRedirect,
        };
        context.Response.Headers.Location = $"{spec.Scheme}://{host.Host}{_port}{target}";
        context.Response.ContentLength = 0;
        return false;
    }

    // Of a URL's letters these only end its host.
    private static bool IsHost(string host) => HeaderSyntax.IsValue(host) && !host.AsSpan().ContainsAny(EndOfHost);
}
