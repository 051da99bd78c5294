using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace EdgeStack.Hosting.Log;

/// <summary>Time, level, message: what an operator reads in kubectl logs. Exceptions by type and message, on the same line.</summary>
/// <remarks>A message may quote what a person wrote: one event stays one line, and nothing in it moves a terminal's cursor or hides.</remarks>
internal sealed class LogLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "edgestack";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Critical => "critical ",
            LogLevel.Error => "error    ",
            LogLevel.Warning => "warning  ",
            LogLevel.Information => "info     ",
            _ => "debug    ",
        });
        textWriter.Write(LogText.OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        for (Exception? fault = logEntry.Exception; fault is not null; fault = fault.InnerException)
            textWriter.Write($" <- {fault.GetType().Name}: {LogText.OneLine(fault.Message)}");
        if (logEntry.Exception?.StackTrace is { } stack && logEntry.LogLevel >= LogLevel.Error)
            textWriter.Write($" {LogText.OneLine(stack)}");
        textWriter.Write('\n');
    }
}
