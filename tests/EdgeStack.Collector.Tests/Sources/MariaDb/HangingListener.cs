using System.Net.Sockets;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Takes connections and says nothing.</summary>
internal sealed class HangingListener : LoopbackServer
{
    public static HangingListener Start()
    {
        HangingListener listener = new();
        listener.Listen();
        return listener;
    }

    protected override Task ServeAsync(TcpClient client, int number) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stop);
}
