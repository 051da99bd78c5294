using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Gateway.Tests;

/// <summary>What the program says in its log.</summary>
/// <param name="category">The only part that is listened to; null for all.</param>
internal sealed class LogMemory(string? category = null) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentQueue<Exception> _faults = new();

    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>Exceptions that were told, which stand there with their stack.</summary>
    public IReadOnlyCollection<Exception> Faults => _faults;

    public ILogger CreateLogger(string categoryName) => category is null || categoryName == category ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _messages.Enqueue(formatter(state, exception));
        if (exception is not null)
            _faults.Enqueue(exception);
    }

    public void Dispose()
    {
        // There is nothing to give back.
    }
}
