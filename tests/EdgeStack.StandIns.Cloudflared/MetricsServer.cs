using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.StandIns.Cloudflared;

/// <summary>The address of the metrics, as far as a supervisor asks: one request a connection.</summary>
/// <param name="answer">Status and body for a path; null never answers.</param>
internal sealed class MetricsServer(Func<string, (int Status, string Body)?> answer) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public string Start()
    {
        _listener.Start();
        _ = ServeAsync();
        return _listener.LocalEndpoint.ToString()!;
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync();
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
            string[] request = (await reader.ReadLineAsync() ?? "").Split(' ');
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // headers mean nothing here
            }

            if (answer(request.Length > 1 ? request[1] : "") is not var (status, body))
                return; // the connection stays open, and nothing comes
            byte[] bytes = Encoding.UTF8.GetBytes($"HTTP/1.1 {status} x\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
            await client.GetStream().WriteAsync(bytes);
            client.Dispose();
        }
        catch (IOException)
        {
            client.Dispose(); // who asked has left
        }
    }
}
