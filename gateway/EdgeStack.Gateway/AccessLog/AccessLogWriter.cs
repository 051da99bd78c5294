using System.Buffers;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes the queue to a stream, one line a record. Flushes when it has caught up, so that a quiet gateway logs at once.</summary>
internal sealed partial class AccessLogWriter(AccessLogQueue queue, AccessLogDestination destination, IAccessLogFormat format, ILogger<AccessLogWriter> logger) : BackgroundService
{
    private const int FlushAt = 64 * 1024;

    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        // The lines that are still queued are worth a moment, but a full pipe must not keep the program from ending.
        if (ExecuteTask is { } writing && await Task.WhenAny(writing, Task.Delay(LastLines, TimeProvider.System, cancellationToken)) == writing)
            await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using Stream output = destination.Open();
        ArrayBufferWriter<byte> buffer = new(FlushAt);
        bool failing = false;
        while (await queue.WaitAsync(stoppingToken))
        {
            int lines = 0;
            while (buffer.WrittenCount < FlushAt && queue.TryRead(out AccessRecord? record))
            {
                format.Write(buffer, record);
                buffer.Write("\n"u8);
                lines++;
            }

            try
            {
                await output.WriteAsync(buffer.WrittenMemory, stoppingToken);
                await output.FlushAsync(stoppingToken);
                if (failing)
                    LogRecovered();
                failing = false;
            }
            catch (Exception fault) when (fault is not OperationCanceledException) // whatever it is, of a full disk or of a strange file: requests are worth more than their lines
            {
                queue.Lose(lines);
                if (!failing)
                    LogFailing(fault.Message);
                failing = true;
            }

            buffer.ResetWrittenCount();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The access log cannot be written ({Reason}); requests go on without it")]
    private partial void LogFailing(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The access log can be written again")]
    private partial void LogRecovered();
}
