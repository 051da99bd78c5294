using System.Net;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Rules;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Visitor;

/// <summary>Requests with headers, from an address or through the tunnel, as the reader of callers sees them.</summary>
internal static class Visits
{
    public const string TrustedPeer = "10.0.0.1";

    /// <summary>Everything in 10.0.0.0/24, 2001:db8:10::/48 and 127.0.0.0/8 is trusted.</summary>
    public static CallerReader Reader()
    {
        GatewayOptions options = new();
        options.Visitor.TrustedPeers = [Range("10.0.0.0/24"), Range("2001:db8:10::/48"), Range("127.0.0.0/8")];
        return new CallerReader(options);
    }

    public static AddressRange Range(string text) => AddressRange.TryParse(text, out AddressRange range) ? range : throw new ArgumentException(text, nameof(text));

    /// <param name="peer">The connection's other end; null for the tunnel's socket.</param>
    /// <param name="headers">Name and value; the same name again is a further line.</param>
    public static HttpContext Of(string? peer, params (string Name, string Value)[] headers)
    {
        DefaultHttpContext context = new();
        context.Request.Scheme = "http";
        if (peer is null)
            context.Features.Set(TunnelConnection.Instance);
        else
            context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        foreach ((string name, string value) in headers)
            context.Request.Headers.Append(name, value);
        return context;
    }

    public static Caller Read(string? peer, params (string Name, string Value)[] headers) => Reader().Read(Of(peer, headers));
}
