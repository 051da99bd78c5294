using System.Text;
using EdgeStack.Gateway.Connections;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace EdgeStack.Gateway.Listeners;

/// <summary>The listener for visitors, with the limits that a proxy needs instead of Kestrel's, which are made for one application.</summary>
internal static class PublicListener
{
    // A line ends with CR LF and nothing else (RFC 9112 section 2.2); read by Kestrel when it starts.
    private const string WithoutBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    public static void AddPublicListener(this WebApplicationBuilder builder, GatewayOptions options)
    {
        AppContext.SetSwitch(WithoutBareLineFeeds, true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // bytes, as on the other side
            kestrel.RequestHeaderEncodingSelector = EncodingOf;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null; // a service's own business: Nextcloud uploads gigabytes
            kestrel.Limits.MinRequestBodyDataRate = null; // a phone on a bad line is not an attack
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.KeepAliveTimeout = options.Connections.KeepAlive;
            kestrel.Limits.RequestHeadersTimeout = options.Connections.HeaderTimeout;
            kestrel.Listen(options.Listeners.Public, configure: static endpoint => endpoint.UseConnectionLimits());
            if (options.Listeners.H2c is { } h2c)
                kestrel.Listen(h2c, HttpProtocols.Http2, static endpoint => endpoint.UseConnectionLimits()); // without TLS nothing is agreed on, so the protocol decides the port
            kestrel.ListenForTunnel(options.Listeners.Tunnel);
        });
        builder.Services.AddHostedService<TunnelSocket>();
    }

    // For a header, Kestrel asks by this very object; a trailer of that name, which nominates nothing, comes with one of its own.
    private static Encoding EncodingOf(string name) => ReferenceEquals(name, HeaderNames.Connection) ? ConnectionHeaderText.Instance
        : name == HeaderNames.ContentLength ? ContentLengthText.Instance : Encoding.Latin1;
}
