using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EdgeStack.Gateway.Proxying;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>gRPC is HTTP/2 with length-prefixed messages and trailers: what a gRPC library would put on the wire is sent here by hand.</summary>
public sealed class GrpcTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_passes_with_its_trailers()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            string name = await ReadMessageAsync(context.Request.Body) ?? "";
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(Message($"hello {name}"), context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
            context.Response.AppendTrailer("grpc-message", "fine");
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await StartAsync(folder);
        using HttpRequestMessage request = Call(gateway, new ByteArrayContent(Message("world")));
        using HttpResponseMessage response = await gateway.SendAsync(request, "grpc.example");
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Stream messages = await response.Content.ReadAsStreamAsync(Cancellation);
        Assert.Equal("hello world", await ReadMessageAsync(messages));
        Assert.Null(await ReadMessageAsync(messages));
        Assert.Equal(("0", "fine"), (response.TrailingHeaders.GetValues("grpc-status").Single(), response.TrailingHeaders.GetValues("grpc-message").Single()));
        TestBackend.Seen seen = Assert.Single(backend.Requests);
        Assert.Equal(("HTTP/2", "trailers", "application/grpc"), (seen.Protocol, seen.Headers["TE"], seen.Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_server_stream_arrives_message_by_message()
    {
        SemaphoreSlim more = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            for (int i = 0; i < 3; i++)
            {
                await context.Response.Body.WriteAsync(Message($"{i}"), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await more.WaitAsync(context.RequestAborted);
            }

            context.Response.AppendTrailer("grpc-status", "0");
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await StartAsync(folder);
        using HttpRequestMessage request = Call(gateway, new ByteArrayContent(Message("")));
        using HttpResponseMessage response = await gateway.SendAsync(request, "grpc.example");
        Stream messages = await response.Content.ReadAsStreamAsync(Cancellation);
        for (int i = 0; i < 3; i++)
        {
            // The backend sends no further message before this one has arrived.
            Assert.Equal($"{i}", await ReadMessageAsync(messages));
            more.Release();
        }

        Assert.Null(await ReadMessageAsync(messages));
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_two_way_stream_answers_while_the_visitor_still_sends()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            while (await ReadMessageAsync(context.Request.Body) is { } message)
            {
                await context.Response.Body.WriteAsync(Message($"echo {message}"), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            context.Response.AppendTrailer("grpc-status", "0");
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await StartAsync(folder);
        Pipe sending = new();
        await sending.Writer.WriteAsync(Message("0"), Cancellation);
        using HttpRequestMessage request = Call(gateway, new FlushedContent(sending.Reader));
        using HttpResponseMessage response = await gateway.SendAsync(request, "grpc.example");
        Stream messages = await response.Content.ReadAsStreamAsync(Cancellation);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal($"echo {i}", await ReadMessageAsync(messages));
            await sending.Writer.WriteAsync(Message($"{i + 1}"), Cancellation);
        }

        await sending.Writer.CompleteAsync();
        Assert.Equal("echo 3", await ReadMessageAsync(messages));
        Assert.Null(await ReadMessageAsync(messages));
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task The_headers_of_an_answer_come_before_anything_was_said()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["initial-metadata"] = "here";
            await context.Response.Body.FlushAsync(context.RequestAborted);
            Assert.Equal("now", await ReadMessageAsync(context.Request.Body));
            context.Response.AppendTrailer("grpc-status", "0");
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await StartAsync(folder);
        Pipe sending = new();
        using HttpRequestMessage request = Call(gateway, new FlushedContent(sending.Reader));
        using HttpResponseMessage response = await gateway.SendAsync(request, "grpc.example");
        Assert.Equal("here", response.Headers.GetValues("initial-metadata").Single());
        await sending.Writer.WriteAsync(Message("now"), Cancellation);
        await sending.Writer.CompleteAsync();
        Assert.Null(await ReadMessageAsync(await response.Content.ReadAsStreamAsync(Cancellation)));
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Theory]
    [InlineData("application/grpc", false)]
    [InlineData("application/octet-stream", true)]
    public async Task A_client_that_streams_may_rest_and_so_may_others_once_their_answer_has_begun(string type, bool begins)
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            if (begins)
                await context.Response.Body.WriteAsync(Message("ready"), context.RequestAborted);
            string said = "";
            while (await ReadMessageAsync(context.Request.Body) is { } message)
                said += message;
            await context.Response.Body.WriteAsync(Message(said), context.RequestAborted);
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        FakeTimeProvider clock = new();
        GatewayOptions options = new() { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } };
        await using RunningGateway gateway = await RunningGateway.StartAsync(options, services => services.AddSingleton(new StallLimit(options, clock)));
        Pipe sending = new();
        await sending.Writer.WriteAsync(Message("first "), Cancellation);
        using HttpRequestMessage request = Call(gateway, new FlushedContent(sending.Reader));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);
        Task<HttpResponseMessage> answer = gateway.SendAsync(request, "grpc.example");
        await Eventually.HoldsAsync(() => backend.Requests.Count == 1 && (!begins || answer.IsCompleted), "the upstream is asked");
        for (int i = 0; i < 100; i++)
            clock.Advance(options.Connections.StallTimeout / 5);
        await sending.Writer.WriteAsync(Message("last"), Cancellation);
        await sending.Writer.CompleteAsync();
        using HttpResponseMessage response = await answer;
        Stream messages = await response.Content.ReadAsStreamAsync(Cancellation);
        Assert.Equal("ready", begins ? await ReadMessageAsync(messages) : "ready");
        Assert.Equal("first last", await ReadMessageAsync(messages));
    }

    [Fact]
    public async Task An_answer_of_trailers_only_keeps_its_status()
    {
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "12";
            return Task.CompletedTask;
        }, listen: Http2);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("grpc.example", backend, ", scheme: h2c")));
        await using RunningGateway gateway = await StartAsync(folder);
        using HttpRequestMessage request = Call(gateway, new ByteArrayContent(Message("")));
        using HttpResponseMessage response = await gateway.SendAsync(request, "grpc.example");
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
    }

    private static Task<RunningGateway> StartAsync(TemporaryFolder folder) =>
        RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } });

    private static HttpRequestMessage Call(RunningGateway gateway, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway.H2c, "/greet.Greeter/SayHello"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    private static byte[] Message(string text)
    {
        byte[] message = [0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 5);
        return message;
    }

    private static async Task<string?> ReadMessageAsync(Stream stream)
    {
        byte[] prefix = new byte[5];
        if (await stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, Cancellation) == 0)
            return null;
        byte[] text = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await stream.ReadExactlyAsync(text, Cancellation);
        return Encoding.UTF8.GetString(text);
    }

    private static void Http2(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;
}
