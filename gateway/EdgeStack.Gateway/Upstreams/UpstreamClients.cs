using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Text;
using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// The connections to upstreams: one pool for all that are connected to in the same way. It pools by origin, so an endpoint that two
/// routes share is one pool.
/// </summary>
internal sealed class UpstreamClients(ConnectGuard guard) : IDisposable
{
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageHandler> _byConnectTimeout = new();

    public HttpMessageHandler For(UpstreamPolicy policy) => _byConnectTimeout.GetOrAdd(policy.ConnectTimeout, Create);

    public void Dispose()
    {
        foreach (HttpMessageHandler handler in _byConnectTimeout.Values)
            handler.Dispose();
    }

    // It hides nothing: redirects, cookies and compression belong to the visitor and the service.
    private SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = connectTimeout,
        ConnectCallback = guard.ConnectAsync,
        SslOptions = new SslClientAuthenticationOptions(),
        // Header values are bytes: Latin-1 on both sides lets UTF-8 file names and cookies through as they are.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };
}
