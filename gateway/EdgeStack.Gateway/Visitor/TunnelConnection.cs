namespace EdgeStack.Gateway.Visitor;

/// <summary>Feature of a connection that came through the tunnel's socket, which only we and our cloudflared can reach.</summary>
internal sealed class TunnelConnection
{
    public static readonly TunnelConnection Instance = new();

    private TunnelConnection()
    {
    }
}
