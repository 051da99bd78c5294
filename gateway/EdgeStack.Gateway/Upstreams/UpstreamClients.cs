using System.Diagnostics;
using System.Net;
using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// The connections to upstreams: one pool for all that are connected to in the same way. It pools by origin, so an endpoint that two
/// routes share is one pool. Used by the feed's loop only.
/// </summary>
internal sealed class UpstreamClients(ConnectGuard guard, SecretSource secrets, TimeProvider time) : IDisposable
{
    private readonly Dictionary<(TimeSpan ConnectTimeout, UpstreamTls? Tls), UpstreamClient> _clients = [];

    public UpstreamClient For(UpstreamPolicy policy)
    {
        if (!_clients.TryGetValue((policy.ConnectTimeout, policy.Tls), out UpstreamClient? client))
            _clients.Add((policy.ConnectTimeout, policy.Tls), client = new UpstreamClient(() => Create(policy.ConnectTimeout, policy.Tls ?? UpstreamTls.Default), time));
        return client;
    }

    /// <summary>Lets go of the others: they end with the last request that uses them.</summary>
    public void Keep(IEnumerable<UpstreamPolicy> used)
    {
        foreach ((TimeSpan, UpstreamTls?) gone in _clients.Keys.Except(used.Select(policy => (policy.ConnectTimeout, policy.Tls))).ToArray())
        {
            _clients.Remove(gone, out UpstreamClient? client);
            client?.Leave();
        }
    }

    public void Dispose() => Keep([]);

    // It hides nothing: redirects, cookies and compression belong to the visitor and the service.
    private SocketsHttpHandler Create(TimeSpan connectTimeout, UpstreamTls tls) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = connectTimeout,
        ConnectCallback = new UpstreamConnector(guard, tls, secrets, time).ConnectAsync,
        // Header values are bytes: Latin-1 on both sides lets UTF-8 file names and cookies through as they are.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => ResponseHeaderText.Instance,
    };
}
