using System.Net.Sockets;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Tries the network without cloudflared: with "not connected" alone nobody knows whether the provider is away, in which case a new start helps nothing,
/// or cloudflared found no way back, in which case only a new start does.
/// </summary>
/// <param name="edge">Cloudflare's edge, host and port.</param>
/// <param name="internet">An address that answers whenever there is an internet at all, without a name to look up.</param>
/// <param name="time">The clock.</param>
internal sealed class InternetReach((string Host, int Port) edge, (string Host, int Port) internet, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static InternetReach OfCloudflare(TimeProvider time) => new(("region1.v2.argotunnel.com", 7844), ("1.1.1.1", 443), time);

    public async Task<(bool Edge, bool Internet)> DialAsync(CancellationToken cancellationToken)
    {
        bool[] reached = await Task.WhenAll(DialAsync(edge, cancellationToken), DialAsync(internet, cancellationToken));
        return (reached[0], reached[0] || reached[1]);
    }

    private async Task<bool> DialAsync((string Host, int Port) target, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(LongestWait, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, either.Token);
            return true;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
