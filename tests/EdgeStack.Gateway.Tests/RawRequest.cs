using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Gateway.Tests;

/// <summary>Bytes on a connection, for what no client library would send.</summary>
internal static class RawRequest
{
    /// <summary>Sends and returns everything that comes back until the connection ends, however it ends, a character a byte.</summary>
    public static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            await stream.WriteAsync(request, TestContext.Current.CancellationToken);
            for (int read; (read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // refused so firmly that not even what was still on its way is read
        }

        return answer.ToString();
    }
}
