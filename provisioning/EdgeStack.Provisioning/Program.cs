using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tunnels;

// Two ways out. Gateways stand on this machine or in the owner's network: never through a proxy. Cloudflare's API is on the internet.
// Neither goes wherever an answer redirects, which would carry a token along.
using SocketsHttpHandler near = new() { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
using SocketsHttpHandler internet = new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
using HttpClient http = new(near);
using StopSignals signals = new();

#pragma warning disable RS0030 // The environment of this process is read here, and only here.
Surroundings surroundings = new(ProcessScreen.Open(), http, TimeProvider.System, Directory.GetCurrentDirectory(), signals.Requests)
{
    Gateway = ProgramLocator.Gateway(AppContext.BaseDirectory),
    Collector = ProgramLocator.Collector(AppContext.BaseDirectory),
    Internet = internet,
    Owner = OwnerFolder.Of(Environment.GetEnvironmentVariable("XDG_CONFIG_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
    ApiToken = Environment.GetEnvironmentVariable("CLOUDFLARE_API_TOKEN"),
    AskSecret = SecretPrompt.AskAsync,
    AskLine = LinePrompt.AskAsync,
    HasTerminal = LinePrompt.HasTerminal,
    ProgramPath = Environment.GetEnvironmentVariable("PATH") ?? "",
    Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    Variable = Environment.GetEnvironmentVariable,
    Input = Console.In,
};
#pragma warning restore RS0030
return await CommandLine.RunAsync(args, surroundings);
