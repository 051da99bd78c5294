using Microsoft.Extensions.Logging;

namespace EdgeStack.Collector.Tests.Scraping;

/// <summary>Cannot write: its disk is full.</summary>
internal sealed class BrokenLogger<T> : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new IOException("no space left on device");
}
