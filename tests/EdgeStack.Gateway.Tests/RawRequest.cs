using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Gateway.Tests;

/// <summary>Bytes on a connection, for what no client library would send.</summary>
internal static class RawRequest
{
    /// <summary>Sends and returns everything that comes back until the connection ends, a character a byte.</summary>
    public static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
