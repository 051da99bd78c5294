using EdgeStack.Gateway;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Benchmarks;

/// <summary>The gateway, and the gateway with requests served on the threads that hear of sockets: what tests/bench/inline-soak compares.</summary>
internal static class InlineGateway
{
    /// <param name="settings">The gateway's command line.</param>
    /// <param name="inline">Whether Kestrel runs the application where it hears of a request.</param>
    public static async Task<int> RunAsync(string[] settings, bool inline)
    {
        SettingsReading<GatewayOptions> read = SettingsCatalogue.Program.Read(settings, Environment.GetEnvironmentVariables());
        if (!read.Errors.IsEmpty)
        {
            EdgeStack.Gateway.CommandLine.Complain(read.Errors);
            return 64;
        }

        await using WebApplication app = GatewayHost.Build(read.Options, services => services.Configure<SocketTransportOptions>(transport => transport.UnsafePreferInlineScheduling = inline));
        return await GatewayHost.RunAsync(app);
    }
}
