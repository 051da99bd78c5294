using EdgeStack.Gateway.Connections;
using EdgeStack.Gateway.Visitor;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeStack.Gateway.Listeners;

/// <summary>The Unix socket for cloudflared. Who comes through it is trusted to say whom it speaks for: the folder lets nobody else in.</summary>
internal static class TunnelListener
{
    public static void ListenForTunnel(this KestrelServerOptions kestrel, string? socket)
    {
        if (socket is null)
            return;
        kestrel.ListenUnixSocket(socket, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.UseOpenConnections();
            endpoint.Use(next => connection =>
            {
                connection.Features.Set(TunnelConnection.Instance);
                return next(connection);
            });
        });
    }
}
