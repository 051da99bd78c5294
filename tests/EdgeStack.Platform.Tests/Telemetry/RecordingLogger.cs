using System.Collections.Concurrent;
using EdgeStack.Telemetry;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Platform.Tests.Telemetry;

/// <summary>Keeps what the bridge logs, as "Level: text".</summary>
internal sealed class RecordingLogger : ILogger<MetricsBridge>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
