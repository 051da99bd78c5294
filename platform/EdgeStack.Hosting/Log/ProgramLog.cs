using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EdgeStack.Hosting.Log;

/// <summary>The program's own log: stderr, one line an event. Requests are in the access log, so the libraries' lines about them stay out.</summary>
public static class ProgramLog
{
    /// <param name="builder">Of the program.</param>
    /// <param name="least">Least level that is written.</param>
    public static void AddProgramLog(this WebApplicationBuilder builder, LogLevel least)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging
            .SetMinimumLevel(least)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // it says nothing that the access log does not, and would make an activity and a scope for every request
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None) // the program's host says it in one sentence
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
