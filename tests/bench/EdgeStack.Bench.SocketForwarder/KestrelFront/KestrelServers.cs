using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>Makes Kestrel without a host around it.</summary>
internal static class KestrelServers
{
    public static KestrelServer Create(IPEndPoint address, Scheduling scheduling)
    {
        KestrelServerOptions options = new()
        {
            AddServerHeader = false,
            ApplicationServices = new ServiceCollection().BuildServiceProvider(),
            ResponseHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        SocketTransportOptions transport = new()
        {
            UnsafePreferInlineScheduling = scheduling.Inline,
            WaitForDataBeforeAllocatingBuffer = !scheduling.HoldsBuffers,
            IOQueueCount = scheduling.Queues ?? Math.Min(Environment.ProcessorCount, 16),
        };
        return new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }
}
