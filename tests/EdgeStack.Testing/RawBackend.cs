using System.Collections.Concurrent;
using System.Net.Sockets;

namespace EdgeStack.Testing;

/// <summary>A service behind the gateway that answers with bytes of the test's choice, for what no server library would send.</summary>
public sealed class RawBackend : LoopbackServer
{
    private readonly Func<RawBackendConnection, Task> _serve;

    private RawBackend(Func<RawBackendConnection, Task> serve) => _serve = serve;

    /// <summary>Heads of the requests in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <param name="serve">Serves one connection; it is closed afterwards.</param>
    public static RawBackend Start(Func<RawBackendConnection, Task> serve)
    {
        RawBackend backend = new(serve);
        backend.Listen();
        return backend;
    }

    /// <summary>Answers each request of each connection with these bytes and leaves the connection open.</summary>
    public static RawBackend Answering(string response) => Start(async connection =>
    {
        while (await connection.ReadHeadAsync() is not null)
            await connection.WriteAsync(response);
    });

    protected override Task ServeAsync(TcpClient client, int number)
    {
        client.NoDelay = true;
        return _serve(new RawBackendConnection(client, number, Requests, Stop));
    }
}
