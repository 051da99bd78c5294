// YARP and nothing else: what the gateway is measured against. Arguments: the address to listen on, the backend, and how many hosts there are.
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

const string Cluster = "backend";

(string address, string backend, int hosts) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(address);
builder.Services.AddReverseProxy().LoadFromMemory(
    [.. Enumerable.Range(0, hosts).Select(number => new RouteConfig { RouteId = $"h{number}", ClusterId = Cluster, Match = new RouteMatch { Hosts = [$"h{number}.example"] } })],
    [new ClusterConfig { ClusterId = Cluster, Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { [Cluster] = new() { Address = backend } } }]);
WebApplication app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
