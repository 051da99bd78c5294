using System.Collections.Concurrent;
using System.Net;
using System.Text;
using EdgeStack.Hosting.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Gateway.Tests.Telemetry;

/// <summary>A collector on loopback that understands enough of OTLP, over HTTP or as gRPC, to see what arrived.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5; // a flag for compression and the length

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public ConcurrentQueue<Span> Spans { get; } = new();

    public ConcurrentQueue<string> Metrics { get; } = new();

    public ConcurrentQueue<string> LogBodies { get; } = new();

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
        Keys.Enqueue(context.Request.Headers["X-Api-Key"].ToString());
        Take(context.Request.Path.Value!, body.ToArray().AsMemory(grpc ? GrpcPrefix : 0));
        context.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (!grpc)
            return;
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    // All three are: resources (1), each with scopes (2), each with items (2).
    private void Take(string path, ReadOnlyMemory<byte> request)
    {
        IEnumerable<ReadOnlyMemory<byte>> items = Children(request, 1).SelectMany(resource => Children(resource, 2)).SelectMany(scope => Children(scope, 2));
        foreach (ReadOnlyMemory<byte> item in items)
        {
            if (path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
                Spans.Enqueue(Span.Read(item));
            else if (path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
                Metrics.Enqueue(Text(item, 1));
            else if (path is "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export")
                LogBodies.Enqueue(Children(item, 5).Select(body => Text(body, 1)).FirstOrDefault(""));
        }
    }

    private static string Text(ReadOnlyMemory<byte> message, int field) => Children(message, field).Select(value => Encoding.UTF8.GetString(value.Span)).FirstOrDefault("");

    /// <summary>The values of one length-delimited field of a message.</summary>
    private static List<ReadOnlyMemory<byte>> Children(ReadOnlyMemory<byte> message, int field)
    {
        List<ReadOnlyMemory<byte>> found = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message.Span, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 2:
                    int length = (int)Varint(message.Span, ref at);
                    if ((int)(key >> 3) == field)
                        found.Add(message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    internal sealed record Span(string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
    {
        internal static Span Read(ReadOnlyMemory<byte> span) => new(
            Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5),
            Children(span, 9).GroupBy(tag => Text(tag, 1)).ToDictionary(tag => tag.Key, tag => Children(tag.First(), 2).Select(value => Text(value, 1)).FirstOrDefault("")));

        private static string Hex(ReadOnlyMemory<byte> message, int field) => Children(message, field).Select(id => Convert.ToHexStringLower(id.Span)).FirstOrDefault("");
    }
}
