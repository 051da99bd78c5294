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
    // Of what an exporter hands on: the sending itself has time.
    private const int TimeoutMilliseconds = 3000, Queue = 2048, Batch = 512, LongestWaitMilliseconds = 5000, MetricsEveryMilliseconds = 15_000;

    /// <summary>Adds the exporters. A program that has no collector does not call this, and then nothing of it exists.</summary>
    public static IServiceCollection AddOtlp(this IServiceCollection services, OtlpTarget target)
    {
        WaitingExports waiting = new();
        ExportClient client = new(target, TimeProvider.System);
        services.AddSingleton(target).AddSingleton(waiting).AddSingleton(client).AddHostedService<ExportSender>();
        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource
            // The machine or the pod, and not a number that is another one after each start: two machines would be told apart by nothing else.
            .AddService(target.ServiceName, serviceVersion: target.ServiceVersion, serviceInstanceId: Environment.MachineName)
            .AddAttributes([new KeyValuePair<string, object>("host.name", Environment.MachineName)]));
        if (target.Sources.Count > 0)
        {
            telemetry.WithTracing(traces => traces
                .AddSource([.. target.Sources])
                .SetSampler(new RequestSampler(target.TraceSample))
                .AddProcessor(new SpanRedaction(target.Redact))
                .AddOtlpExporter(exporter => Configure(exporter, target, new WaitingHandler("traces", target.Protocol, waiting, client))));
        }

        telemetry
            .WithMetrics(metrics => metrics
                .AddMeter([.. target.Meters])
                .AddOtlpExporter((exporter, reader) =>
                {
                    Configure(exporter, target, new WaitingHandler("metrics", target.Protocol, waiting, client));
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricsEveryMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = TimeoutMilliseconds;
                }))
            .WithLogging(
                logs => logs.AddOtlpExporter((exporter, processor) =>
                {
                    Configure(exporter, target, new WaitingHandler("logs", target.Protocol, waiting, client));
                    Bound(processor.BatchExportProcessorOptions);
                }),
                logs => logs.IncludeFormattedMessage = true);
        return services;
    }

    private static void Configure(OtlpExporterOptions exporter, OtlpTarget target, WaitingHandler handler)
    {
        exporter.Endpoint = target.Endpoint;
        exporter.Protocol = target.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.HttpClientFactory = () => new HttpClient(handler, disposeHandler: true);
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
}
