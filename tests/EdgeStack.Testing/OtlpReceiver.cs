using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Testing;

/// <summary>A collector on loopback that understands enough of OTLP, over HTTP or as gRPC, to see what arrived.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5; // a flag for compression and the length

    private readonly WebApplication _app;
    private int _requests;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What to answer with instead of taking the request of this number, counted from 1; null takes it.</summary>
    public Func<int, HttpResponse, bool>? Refusal { get; set; }

    /// <summary>The message that answers a request that is taken.</summary>
    public byte[] Answer { get; set; } = [];

    /// <summary>Over gRPC: the status of the answer.</summary>
    public string GrpcStatus { get; set; } = "0";

    /// <summary>Over gRPC: what the answer says of its status, in base64; null: nothing.</summary>
    public string? GrpcDetails { get; set; }

    /// <summary>Requests so far, taken or not.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    public ConcurrentQueue<string> Metrics { get; } = new();

    public ConcurrentQueue<OtlpPoint> Points { get; } = new();

    /// <summary>Of every request with metrics or logs: who sent it.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Resources { get; } = new();

    public ConcurrentQueue<string> LogBodies { get; } = new();

    /// <summary>The bodies that were taken, without compression.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    /// <summary>The header X-Api-Key of every export.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        OtlpReceiver receiver = new(builder.Build());
        receiver._app.Run(context => receiver.TakeAsync(context, grpc));
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, bool grpc)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        int number = Interlocked.Increment(ref _requests);
        if (Refusal?.Invoke(number, context.Response) == true)
            return;
        Keys.Enqueue(context.Request.Headers["X-Api-Key"].ToString());
        byte[] message = grpc ? body.ToArray()[GrpcPrefix..] : body.ToArray();
        bool isCompressed = grpc ? body.ToArray()[0] == 1 : context.Request.Headers.ContentEncoding == "gzip";
        if (!grpc || GrpcStatus == "0")
            Take(context.Request.Path.Value!, isCompressed ? Inflated(message) : message);
        context.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (grpc)
        {
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, (byte)Answer.Length }, context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", GrpcStatus);
            if (GrpcDetails is { } details)
                context.Response.AppendTrailer("grpc-status-details-bin", details);
        }

        await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
    }

    private static byte[] Inflated(byte[] compressed)
    {
        using MemoryStream inflated = new();
        using GZipStream gzip = new(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(inflated);
        return inflated.ToArray();
    }

    // All three are: resources (1), each with scopes (2), each with items (2).
    private void Take(string path, byte[] request)
    {
        Bodies.Enqueue(request);
        ProtobufMessage[] resources = [.. new ProtobufMessage(request).Messages(1)];
        foreach (ProtobufMessage item in resources.SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2)))
        {
            if (path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
            {
                Spans.Enqueue(OtlpSpan.Read(item));
            }
            else if (path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
            {
                Metrics.Enqueue(item.Text(1));
                foreach (OtlpPoint point in OtlpPoint.Read(item))
                    Points.Enqueue(point);
            }
            else if (path is "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export")
            {
                LogBodies.Enqueue(item.Messages(5).Select(body => body.Text(1)).FirstOrDefault(""));
            }
        }

        foreach (ProtobufMessage resource in resources)
            Resources.Enqueue(resource.Messages(1).Select(described => described.Attributes(1)).FirstOrDefault() ?? new Dictionary<string, string>());
    }
}
