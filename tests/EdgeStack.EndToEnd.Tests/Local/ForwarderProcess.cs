using System.Net;
using System.Net.Sockets;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>The experimental forwarder's process, in front of one backend.</summary>
internal sealed class ForwarderProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _kill = new();
    private readonly Task<CommandResult> _ended;

    private ForwarderProcess(int backend, string front)
    {
        Address = new IPEndPoint(IPAddress.Loopback, FreePort.Closed());
        _ended = Cli.Wrap(Programs.SocketForwarder).WithArguments([$"http://{Address}", $"http://127.0.0.1:{backend}", "10", front])
            .WithValidation(CommandResultValidation.None).ExecuteAsync(_kill.Token).Task;
    }

    public IPEndPoint Address { get; }

    public static async Task<ForwarderProcess> StartAsync(int backend, string front)
    {
        ForwarderProcess forwarder = new(backend, front);
        await Eventually.HoldsAsync(forwarder.IsListeningAsync, "the forwarder listens");
        return forwarder;
    }

    /// <summary>A client that says that it asks for a host with a route.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri($"http://{Address}"),
        DefaultRequestHeaders = { Host = "h0.example" },
    };

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await _ended;
        }
        catch (OperationCanceledException)
        {
            // killed
        }

        _kill.Dispose();
    }

    private async Task<bool> IsListeningAsync()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Address);
            return true;
        }
        catch (SocketException fault)
        {
            return _ended.IsCompleted ? throw new InvalidOperationException("the forwarder has ended", fault) : false;
        }
    }
}
