using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Exports traces, metrics and logs to an OpenTelemetry collector.</summary>
public static class OtlpServices
{
    // A collector that hangs must not hold up the end of the program, and what waits for one that is away is bounded and then dropped.
    private const int TimeoutMilliseconds = 3000, Queue = 2048, Batch = 512, LongestWaitMilliseconds = 5000, MetricsEveryMilliseconds = 15_000;

    /// <summary>Adds the exporters. A program that has no collector does not call this, and then nothing of it exists.</summary>
    public static IServiceCollection AddOtlp(this IServiceCollection services, OtlpTarget target)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(target.ServiceName, serviceVersion: target.ServiceVersion))
            .WithTracing(traces => traces
                .AddSource([.. target.Sources])
                .SetSampler(new RequestSampler(target.TraceSample))
                .AddProcessor(new SpanRedaction(target.Redact))
                .AddOtlpExporter(exporter => Configure(exporter, target, "traces")))
            .WithMetrics(metrics => metrics
                .AddMeter([.. target.Meters])
                .AddOtlpExporter((exporter, reader) =>
                {
                    Configure(exporter, target, "metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricsEveryMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = TimeoutMilliseconds;
                }))
            .WithLogging(
                logs => logs.AddOtlpExporter((exporter, processor) =>
                {
                    Configure(exporter, target, "logs");
                    Bound(processor.BatchExportProcessorOptions);
                }),
                logs => logs.IncludeFormattedMessage = true);
        return services;
    }

    private static void Configure(OtlpExporterOptions exporter, OtlpTarget target, string signal)
    {
        exporter.Endpoint = target.For(signal);
        exporter.Protocol = target.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.HttpClientFactory = () => Client(target);
        exporter.TimeoutMilliseconds = TimeoutMilliseconds;
        Bound(exporter.BatchExportProcessorOptions);
    }

    private static void Bound<T>(BatchExportProcessorOptions<T> options)
        where T : class
    {
        options.MaxQueueSize = Queue;
        options.MaxExportBatchSize = Batch;
        options.ScheduledDelayMilliseconds = LongestWaitMilliseconds;
        options.ExporterTimeoutMilliseconds = TimeoutMilliseconds;
    }

    // The exporter's own option for headers takes no value with a comma in it. Redirects would carry what is secret elsewhere.
    private static HttpClient Client(OtlpTarget target)
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: true) { Timeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds) };
        foreach ((string name, string value) in target.Headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
