using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>How requests travel to upstreams.</summary>
internal static class UpstreamRequests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Without a byte either way; streams and WebSockets are meant to be quiet for long.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    public static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = Idle,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    /// <summary>
    /// One client for all upstreams: it pools connections by origin, so an endpoint that two routes share is one pool.
    /// It hides nothing: redirects, cookies and compression belong to the visitor and the service.
    /// </summary>
    public static HttpMessageInvoker CreateClient(ConnectGuard guard) => new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = guard.ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions(),
            // Header values are bytes: Latin-1 on both sides lets UTF-8 file names and cookies through as they are.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        },
        disposeHandler: true);
}
