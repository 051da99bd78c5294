using EdgeStack.Gateway.Settings;
using Microsoft.Extensions.Logging.Console;

namespace EdgeStack.Gateway;

/// <summary>The program's own log: stderr, one line an event. Requests are in the access log, so the libraries' lines about them stay out.</summary>
internal static class ProgramLog
{
    public static void AddProgramLog(this WebApplicationBuilder builder, GatewayOptions options)
    {
        builder.Logging
            .SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // it says nothing that the access log does not, and would make an activity and a scope for every request
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None) // GatewayHost.RunAsync says it in one sentence
            .AddFilter("Yarp", LogLevel.Error)
            .AddConsole();
        builder.Services.AddSingleton<ConsoleFormatter, LogLineFormatter>();
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.FormatterName = LogLineFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }
}
