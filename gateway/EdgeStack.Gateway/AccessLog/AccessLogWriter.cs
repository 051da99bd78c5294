using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>Writes the queue to a stream, one line a record. Flushes when it has caught up, so that a quiet gateway logs at once.</summary>
internal sealed partial class AccessLogWriter(AccessLogQueue queue, AccessLogDestination destination, ILogger<AccessLogWriter> logger) : BackgroundService
{
    private const int FlushAt = 64 * 1024;

    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    // Quotes and control characters are escaped whatever the encoder; the relaxed one keeps letters of all languages readable.
    internal static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

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
        await using Utf8JsonWriter json = new(buffer, JsonOptions);
        bool failing = false;
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            while (buffer.WrittenCount < FlushAt && queue.Reader.TryRead(out AccessRecord? record))
            {
                json.Reset();
                AccessLine.Write(json, record);
                json.Flush();
                buffer.Write("\n"u8);
            }

            try
            {
                await output.WriteAsync(buffer.WrittenMemory, stoppingToken);
                await output.FlushAsync(stoppingToken);
                failing = false;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) // a full disk, a closed pipe or descriptor
            {
                if (!failing)
                    LogFailing(fault.Message);
                failing = true;
            }

            buffer.ResetWrittenCount();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The access log cannot be written ({Reason}); requests go on without it")]
    private partial void LogFailing(string reason);
}
