using System.Net.Sockets;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Takes connections, closes them at once, and counts them.</summary>
internal sealed class CountingListener : LoopbackServer
{
    public static CountingListener Start()
    {
        CountingListener listener = new();
        listener.Listen();
        return listener;
    }

    protected override Task ServeAsync(TcpClient client, int number) => Task.CompletedTask;
}
