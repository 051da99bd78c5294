using System.Collections.Immutable;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Changes headers of requests and responses, answers CORS preflights, and refuses hosts that are not on its list.</summary>
internal sealed class Headers : Middleware
{
    private readonly MiddlewareSpec.Headers _spec;
    private readonly ImmutableArray<string> _hosts;
    private readonly ImmutableArray<GoRegex> _originPatterns;

    public Headers(MiddlewareSpec.Headers spec)
    {
        _spec = spec;
        _hosts = spec.AllowedHosts.Items;
        _originPatterns = [.. (spec.Cors?.OriginPatterns ?? []).Select(pattern => GoPattern.Read(pattern).Regex ?? throw new ArgumentException("an unchecked pattern", nameof(spec)))];
    }

    public override string Name => "headers";

    public override bool ChangesResponse => _spec.Response.Count > 0 || _spec.StrictTransport is not null || _spec.Cors is not null;

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        if (_hosts.Length > 0 && !IsAllowedHost(HostName.Canonical(HostHeader.Of(context.Request))))
            return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status421MisdirectedRequest, "headers: the host is not one of allowedHosts");
        if (_spec.Cors is { } cors && IsPreflight(context.Request))
        {
            AnswerPreflight(context, cors);
            return ValueTask.FromResult(false);
        }

        foreach (HeaderChange change in _spec.Request.Items)
            exchange.SetHeader(context, change.Name, change.Value);
        return ValueTask.FromResult(true);
    }

    public override void ChangeResponse(HttpContext context, RequestExchange exchange)
    {
        IHeaderDictionary headers = context.Response.Headers;
        foreach (HeaderChange change in _spec.Response.Items)
        {
            if (change.Value is null)
                headers.Remove(change.Name);
            else
                headers[change.Name] = change.Value;
        }

        if (_spec.StrictTransport is { } strict && (strict.Always || exchange.Scheme == "https"))
            headers.StrictTransportSecurity = strict.Value;
        if (_spec.Cors is { } cors)
            AllowOrigin(context, cors);
    }

    private bool IsAllowedHost(ReadOnlySpan<char> host)
    {
        foreach (string allowed in _hosts)
        {
            if (host.Equals(allowed, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsPreflight(HttpRequest request) => HttpMethods.IsOptions(request.Method)
        && request.Headers.AccessControlRequestMethod is [{ Length: > 0 }, ..] && request.Headers.Origin is [{ Length: > 0 }, ..];

    // What Traefik answers, status 200 included.
    private void AnswerPreflight(HttpContext context, CorsOptions cors)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (cors.AllowCredentials)
            headers.AccessControlAllowCredentials = "true";
        if (cors.AllowHeaders.Length > 0)
            headers.AccessControlAllowHeaders = cors.AllowHeaders;
        if (cors.AllowMethods.Length > 0)
            headers.AccessControlAllowMethods = cors.AllowMethods;
        if (AllowedOrigin(context.Request, cors) is { } origin)
            headers.AccessControlAllowOrigin = origin;
        headers.AccessControlMaxAge = cors.MaxAge.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (cors.AddVary)
            AddVary(headers);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentLength = 0;
    }

    private void AllowOrigin(HttpContext context, CorsOptions cors)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (AllowedOrigin(context.Request, cors) is { } origin)
            headers.AccessControlAllowOrigin = origin;
        if (cors.AllowCredentials)
            headers.AccessControlAllowCredentials = "true";
        if (cors.ExposeHeaders.Length > 0)
            headers.AccessControlExposeHeaders = cors.ExposeHeaders;
        if (cors.AddVary)
            AddVary(headers);
    }

    private static void AddVary(IHeaderDictionary headers)
    {
        if (headers.Vary.ToString() is not ("Origin" or "*"))
            headers.Vary = StringValues.Concat(headers.Vary, "Origin");
    }

    private string? AllowedOrigin(HttpRequest request, CorsOptions cors)
    {
        string origin = request.Headers.Origin is [{ } single] ? single : "";
        foreach (string allowed in cors.Origins.Items)
        {
            if (allowed == "*" || allowed == origin)
                return allowed;
        }

        // It is echoed, so it must be able to stand in a header.
        return origin.Length > 0 && HeaderSyntax.IsValue(origin) && Matches(origin) ? origin : null;
    }

    private bool Matches(string origin)
    {
        foreach (GoRegex pattern in _originPatterns)
        {
            if (pattern.IsMatch(origin))
                return true;
        }

        return false;
    }
}
