using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Leads visitors of one route to the endpoint that has answered before, by a cookie that they bring back. Its value is a hash of route, service and endpoint: the
/// same on every replica and after every restart, so nothing has to be kept.
/// </summary>
/// <param name="cookie">The cookie.</param>
/// <param name="route">The route's name.</param>
internal sealed class Affinity(StickyCookie cookie, string route)
{
    private const int HashBytes = 8;

    private readonly ConditionalWeakTable<UpstreamEndpoint, string> _values = [];

    public StickyCookie Cookie => cookie;

    public string Route => route;

    /// <summary>The endpoint that the visitor's cookie names; null when there is none, or it cannot be asked now.</summary>
    public UpstreamEndpoint? EndpointOf(HttpRequest request, RouteUpstreams upstreams, TimeProvider time)
    {
        if (!request.Cookies.TryGetValue(cookie.Name, out string? value))
            return null;
        foreach (UpstreamShare share in upstreams.All)
        {
            if (share.Weight > 0 && share.Cluster.Endpoints.FirstOrDefault(endpoint => ValueOf(endpoint) == value) is { } endpoint)
                return endpoint.HealthFault is null && !endpoint.IsAvoided(time) ? endpoint : null;
        }

        return null;
    }

    /// <summary>Lets the response name the endpoint that answered, unless the visitor's cookie does already.</summary>
    public void Remember(HttpContext context, UpstreamEndpoint endpoint)
    {
        string value = ValueOf(endpoint);
        if (context.Request.Cookies.TryGetValue(cookie.Name, out string? known) && known == value)
            return;
        context.Response.Cookies.Append(cookie.Name, value, new CookieOptions
        {
            Secure = cookie.Secure ?? context.Request.IsHttps,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite switch
            {
                CookieSameSite.Strict => SameSiteMode.Strict,
                CookieSameSite.None => SameSiteMode.None,
                _ => SameSiteMode.Lax,
            },
            MaxAge = cookie.MaxAge,
            Path = cookie.Path,
        });
    }

    private string ValueOf(UpstreamEndpoint endpoint) => _values.GetValue(endpoint, Hash);

    private string Hash(UpstreamEndpoint endpoint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\n{endpoint.Cluster.Name}\n{endpoint.Origin}")).AsSpan(0, HashBytes));
}
