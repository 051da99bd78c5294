using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeStack.Hosting.Listeners;

/// <summary>Binds Kestrel to an address from the settings.</summary>
public static class ListenAddress
{
    public static void Listen(this KestrelServerOptions kestrel, string url, HttpProtocols protocols = HttpProtocols.Http1, Action<ListenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        Uri uri = new(url);
        int port = uri.IsDefaultPort ? 80 : uri.Port;
        kestrel.Listen(uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(uri.Host.Trim('[', ']')), port, endpoint =>
        {
            endpoint.Protocols = protocols;
            configure?.Invoke(endpoint);
        });
    }
}
