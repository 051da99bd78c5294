using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeStack.StandIns.Cloudflared;

/// <summary>
/// Cloudflare's edge and the way through the tunnel, on loopback: takes HTTP/1.1 requests from visitors, one a connection, and passes them to the service of
/// the configuration with the headers that cloudflared passes on.
/// </summary>
/// <param name="configuration">The file that <c>--config</c> names.</param>
internal sealed partial class Edge(string configuration) : IDisposable
{
    /// <summary>Who every visitor is.</summary>
    private const string Visitor = "203.0.113.7";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <returns>The port.</returns>
    public string Start()
    {
        _listener.Start();
        _ = ServeAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
            _ = PassAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (Socket service = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                string yaml = await File.ReadAllTextAsync(configuration);
                await service.ConnectAsync(new UnixDomainSocketEndPoint(Service().Match(yaml).Groups[1].Value));
                await using NetworkStream origin = new(service);
                await origin.WriteAsync(Encoding.Latin1.GetBytes(await HeadAsync(client.GetStream(), HostHeader().Match(yaml).Groups[1].Value)));
                await origin.CopyToAsync(client.GetStream());
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                await client.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
    }

    private static async Task<string> HeadAsync(Stream visitor, string host)
    {
        using StreamReader reader = new(visitor, Encoding.Latin1, leaveOpen: true);
        StringBuilder head = new(await reader.ReadLineAsync());
        head.Append($"\r\nCF-Connecting-IP: {Visitor}\r\nCF-IPCountry: DE\r\nCf-Ray: 8f00000000000000-FRA\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n");
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            bool isHost = line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase);
            if (!line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase))
                head.Append(isHost && host.Length > 0 ? $"X-Forwarded-Host: {line[5..].Trim()}\r\nHost: {host}" : line).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    [GeneratedRegex(@"- service: 'unix:([^']+)'")]
    private static partial Regex Service();

    [GeneratedRegex("httpHostHeader: '([^']+)'")]
    private static partial Regex HostHeader();
}
