using System.Buffers;
using System.IO.Compression;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Telemetry;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Net.Http.Headers;

namespace EdgeStack.Collector.Pages;

/// <summary>Answers scrapes.</summary>
internal static class PageEndpoints
{
    private const string Gzip = "gzip";

    /// <summary>Pages whose sources this program has; the others are not found, so that a target that is configured by mistake is seen.</summary>
    public static void MapPages(this IEndpointRouteBuilder endpoints, SourceBoard board)
    {
        PageWriter writer = new(board);
        // One is enough for the scrapes of one Prometheus, and more would be kept for ever.
        ObjectPool<ArrayBufferWriter<byte>> buffers = new DefaultObjectPool<ArrayBufferWriter<byte>>(new BufferPolicy(), maximumRetained: 1);
        foreach (ScrapePage page in board.All.Select(state => state.Source.Page).Distinct())
            endpoints.MapGet(PathOf(page), context => AnswerAsync(context, writer, page, buffers));
    }

    public static string PathOf(ScrapePage page) => page switch
    {
        ScrapePage.Node => "/metrics/node",
        ScrapePage.Database => "/metrics/db",
        _ => "/metrics/k8s",
    };

    private static async Task AnswerAsync(HttpContext context, PageWriter writer, ScrapePage page, ObjectPool<ArrayBufferWriter<byte>> buffers)
    {
        MetricsFormat format = MetricsFormat.For(context.Request.Headers.Accept);
        HttpResponse response = context.Response;
        response.ContentType = format.ContentType;
        response.Headers.Vary = "Accept, Accept-Encoding";
        ArrayBufferWriter<byte> buffer = buffers.Get();
        try
        {
            writer.Write(buffer, page, format == MetricsFormat.OpenMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.PlainText);
            if (!TakesGzip(context.Request.Headers.AcceptEncoding))
            {
                response.ContentLength = buffer.WrittenCount;
                await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
                return;
            }

            response.Headers.ContentEncoding = Gzip;
            await using GZipStream compressed = new(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await compressed.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private static bool TakesGzip(string? accepted) => accepted is { Length: > 0 } && StringWithQualityHeaderValue.TryParseList([accepted], out IList<StringWithQualityHeaderValue>? encodings)
        && encodings.Any(encoding => encoding.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private sealed class BufferPolicy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        public override ArrayBufferWriter<byte> Create() => new(64 * 1024);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.ResetWrittenCount();
            return true;
        }
    }
}
