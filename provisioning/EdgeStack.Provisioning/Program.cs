using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;

// One client for everything: what `edgestack` talks to stands on this machine or in the owner's network, so never through a proxy
// and never to wherever an answer redirects.
using SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
using HttpClient http = new(handler);
using StopSignals signals = new();

Surroundings surroundings = new(ProcessScreen.Open(), http, TimeProvider.System, Directory.GetCurrentDirectory(), signals.Requests)
{
    Gateway = new GatewayLocator(AppContext.BaseDirectory),
};
return await CommandLine.RunAsync(args, surroundings);
