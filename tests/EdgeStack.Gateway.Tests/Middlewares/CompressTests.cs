using System.IO.Compression;
using System.Net;
using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class CompressTests : IAsyncDisposable
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"));

    private readonly List<TestBackend> _servers = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None });

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "gzip")]
    [InlineData("gzip;q=0.5, br", "br")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("*", "gzip")]
    [InlineData("*;q=0", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=x", null)]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public void The_visitor_s_favourite_is_taken(string accepted, string? encoding) => Assert.Equal(encoding, AcceptedEncoding.Best(accepted, ["gzip", "br"]));

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", false)]
    public async Task A_long_text_is_compressed_and_is_still_the_same(string encoding, bool lengthKnown)
    {
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), encoding, async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ETag = "\"abc\"";
            context.Response.Headers.Vary = "Cookie";
            if (lengthKnown)
                context.Response.ContentLength = Long.Length;
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long[..1000]));
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long[1000..]));
        });
        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal("W/\"abc\"", response.Headers.ETag?.ToString());
        Assert.Equal(["Cookie", "Accept-Encoding"], response.Headers.Vary);
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(body.Length, 1, Long.Length / 2);
        using Stream plain = encoding == "br" ? new BrotliStream(new MemoryStream(body), CompressionMode.Decompress) : new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        Assert.Equal(Long, await new StreamReader(plain).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("text/html", "gzip", true)]
    [InlineData("application/json; charset=utf-8", "gzip", true)]
    [InlineData("application/grpc+proto", "gzip", false)]
    [InlineData("text/event-stream", "gzip", false)]
    [InlineData("image/png", "gzip", false)]
    [InlineData(null, "gzip", false)]
    [InlineData("text/html", "identity", false)]
    public async Task Only_what_is_worth_it_is_compressed(string? type, string accepted, bool compressed)
    {
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), accepted, context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long)).AsTask();
        });
        Assert.Equal(compressed, response.Content.Headers.ContentEncoding.Count > 0);
        if (!compressed)
            Assert.Equal(Long, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Content-Encoding", "br")]
    [InlineData("Content-Range", "bytes 0-1/2")]
    [InlineData("Cache-Control", "public, no-transform")]
    public async Task What_is_already_encoded_or_a_part_stays_as_it_is(string header, string value)
    {
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), "gzip", context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers[header] = value;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long)).AsTask();
        });
        Assert.Equal(Long.Length, (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
        Assert.DoesNotContain("gzip", response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public async Task A_short_body_stays_as_it_is(int length, bool compressed)
    {
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), "gzip", context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = length;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long[..length])).AsTask();
        });
        Assert.Equal(compressed, response.Content.Headers.ContentEncoding.Count > 0);
        Assert.Equal(compressed ? null : length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("image/svg+xml", "image/*", null, true)]
    [InlineData("text/html", "image/*", null, false)]
    [InlineData("video/mp4", null, "text/html", true)]
    [InlineData("text/html", null, "text/html", false)]
    public async Task The_list_of_types_can_be_chosen(string type, string? included, string? excluded, bool compressed)
    {
        MiddlewareSpec.Compress spec = new() { IncludedTypes = included is null ? [] : [included], ExcludedTypes = excluded is null ? [] : [excluded] };
        using HttpResponseMessage response = await AskAsync(spec, "gzip", context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Long)).AsTask();
        });
        Assert.Equal(compressed, response.Content.Headers.ContentEncoding.Count > 0);
    }

    [Fact]
    public async Task Every_piece_of_a_stream_arrives_when_it_was_written()
    {
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), "gzip", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("first\n"u8.ToArray());
            await read.Task;
            await context.Response.Body.WriteAsync("second\n"u8.ToArray());
        });
        using StreamReader lines = new(new GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress));
        Assert.Equal("first", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        read.SetResult();
        Assert.Equal("second", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Null(await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_response_without_body_stays_one()
    {
        using HttpResponseMessage response = await AskAsync(new MiddlewareSpec.Compress(), "gzip", context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (TestBackend server in _servers)
            await server.DisposeAsync();
    }

    private async Task<HttpResponseMessage> AskAsync(MiddlewareSpec.Compress spec, string accepted, Func<HttpContext, Task> service)
    {
        MiddlewareChain chain = new("shop/api/0", "shop", [spec], [new Compress(spec)]);
        TestBackend server = await TestBackend.StartAsync(context => Served.AnswerAsync(chain, context, () => service(context)));
        _servers.Add(server);
        using HttpRequestMessage request = new(HttpMethod.Get, server.Address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
