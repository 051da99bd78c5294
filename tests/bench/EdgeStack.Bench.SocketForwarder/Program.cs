// A forwarder on pooled sockets, to learn what a request costs without SocketsHttpHandler. Arguments: the address to listen on, the backend,
// how many hosts there are, and then in any order: what stands in front (kestrel, which is the default; sockets; or answer: Kestrel,
// nothing forwarded), inline, buffers, queues=N. See tests/bench/results/socket-forwarder.md.
using System.Globalization;
using System.Net;
using EdgeStack.Bench.SocketForwarder;
using EdgeStack.Bench.SocketForwarder.KestrelFront;
using EdgeStack.Bench.SocketForwarder.SocketFront;
using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes.Table;
using Microsoft.AspNetCore.Server.Kestrel.Core;

IPEndPoint address = IPEndPoint.Parse(new Uri(args[0]).Authority);
Origin origin = new(IPEndPoint.Parse(new Uri(args[1]).Authority));
RouteTable<Origin> table = HostRoutes.Build(int.Parse(args[2], CultureInfo.InvariantCulture), origin);
string[] words = args[3..];

using KestrelServer server = KestrelServers.Create(address, Scheduling.Read(words));
if (words.Contains("sockets", StringComparer.Ordinal))
    _ = SocketServer.RunAsync(address, table);
else if (words.Contains("answer", StringComparer.Ordinal))
    await server.StartAsync(new AnsweringApplication(), CancellationToken.None);
else
    await server.StartAsync(new ForwardingApplication(table), CancellationToken.None);

using PeriodicTimer everySecond = new(TimeSpan.FromSeconds(1));
while (await everySecond.WaitForNextTickAsync())
    origin.DropSilent();
