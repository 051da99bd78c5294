using System.Net;
using System.Net.Sockets;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>kubectl port-forward to the gateway, as its owner reaches the admin API.</summary>
internal sealed class PortForward : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public required string Address { get; init; }

    public static async Task<PortForward> StartAsync(Kubectl kubectl, string @namespace, int port)
    {
        int local = FreePort();
        PortForward forward = new() { Address = $"http://127.0.0.1:{local}" };
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        forward._running = kubectl.Command("-n", @namespace, "port-forward", "deployment/edgestack-gateway", $"{local}:{port}")
            .WithStandardOutputPipe(PipeTarget.ToDelegate(_ => ready.TrySetResult())).WithValidation(CommandResultValidation.None).ExecuteAsync(forward._stop.Token);
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return forward;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // it was told to end
        }

        _stop.Dispose();
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
