using System.Net.Sockets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.State;

namespace EdgeStack.Gateway.Listeners;

/// <summary>Makes the place for the tunnel's socket before the server binds it: a folder for us alone, and nothing dead in the way.</summary>
internal sealed class TunnelSocket(GatewayOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Listeners.Tunnel is not { } socket)
            return;
        try
        {
            if (PrivateFolder.Prepare(Path.GetDirectoryName(socket)!) is { } fault)
                throw new IOException($"listeners.tunnel: {fault}, and whoever reaches the socket is trusted");
            await RemoveDeadAsync(socket, cancellationToken);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException($"listeners.tunnel: {fault.Message}", fault);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task RemoveDeadAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo file = new(path);
        if (!file.Exists && file.LinkTarget is null)
            return;
        // A socket is neither a file with content nor a link: anything else is somebody's, and stays.
        if (file.LinkTarget is not null || file.Length > 0)
            throw new IOException($"listeners.tunnel: '{path}' is not a socket; move it away or name another path");
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            file.Delete();
            return;
        }

        throw new IOException($"listeners.tunnel: another program listens on '{path}'; stop it or name another path");
    }
}
