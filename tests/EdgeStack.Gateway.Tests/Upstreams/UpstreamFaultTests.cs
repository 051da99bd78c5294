using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Upstreams that break the protocol, byte by byte.</summary>
public sealed class UpstreamFaultTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nFFFFFFFFFFFFFFFFF\r\n", false)]
    public async Task UP_03_a_message_that_breaks_off_never_ends_cleanly_for_the_visitor(string response, bool reset)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(response);
            if (reset)
                connection.Reset();
        });
        await using Scene scene = await Scene.StartAsync(backend);
        string seen = await scene.GetRawAsync();
        // The first bytes may have left already; an end that looks like one must not have.
        Assert.DoesNotContain("0\r\n\r\n", seen, StringComparison.Ordinal);
        Assert.True(seen.Length == 0 || seen.StartsWith("HTTP/1.1 502", StringComparison.Ordinal) || seen.Contains("Content-Length: 10", StringComparison.Ordinal)
            || seen.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal), seen);
        string? error = (await scene.Gateway.LogLineAsync()).GetProperty("error").GetString();
        Assert.True(error is not null && (error.StartsWith("ResponseBody", StringComparison.Ordinal) || error.StartsWith("Request", StringComparison.Ordinal)), error);
    }

    [Fact]
    public async Task UP_03_a_reset_before_any_answer_is_502()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            connection.Reset();
        });
        await using Scene scene = await Scene.StartAsync(backend);
        Assert.StartsWith("HTTP/1.1 502", await scene.GetRawAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_03_more_bytes_than_announced_are_dropped_with_their_connection()
    {
        await using RawBackend backend = RawBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngoodEVIL");
        await using Scene scene = await Scene.StartAsync(backend);
        for (int i = 0; i < 3; i++)
            Assert.EndsWith("\r\n\r\ngood", await scene.GetRawAsync(), StringComparison.Ordinal);
        Assert.Equal(3, backend.Accepted);
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 102 Processing\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")]
    public async Task UP_04_interim_responses_are_swallowed(string interim)
    {
        await using RawBackend backend = RawBackend.Answering(interim + interim + Good);
        await using Scene scene = await Scene.StartAsync(backend);
        for (int i = 0; i < 2; i++)
        {
            string seen = await scene.GetRawAsync();
            Assert.StartsWith("HTTP/1.1 200", seen, StringComparison.Ordinal);
            Assert.EndsWith("good", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("Link", seen, StringComparison.Ordinal);
        }

        Assert.Equal(1, backend.Accepted);
    }

    [Fact]
    public async Task UP_04_a_storm_of_interim_responses_ends_with_an_error_and_without_its_connection()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            string storm = string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 100));
            while (!connection.Stop.IsCancellationRequested)
                await connection.WriteAsync(storm);
        });
        await using Scene scene = await Scene.StartAsync(backend, ", timeouts: { request: 2s }");
        Assert.Matches("^HTTP/1.1 50[24] ", await scene.GetRawAsync());
    }

    [Fact]
    public async Task UP_04_a_change_of_protocol_that_nobody_asked_for_is_502_and_ends_its_connection()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nEVIL");
            await connection.WaitForEndAsync();
        });
        await using Scene scene = await Scene.StartAsync(backend);
        string seen = await scene.GetRawAsync();
        Assert.StartsWith("HTTP/1.1 502", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("EVIL", seen, StringComparison.Ordinal);
        Assert.Equal("Request: InvalidResponse", (await scene.Gateway.LogLineAsync()).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nEVIL")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nEVIL")]
    public async Task UP_04_a_body_where_none_may_be_reaches_nobody(string response)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            string answer = connection.Number == 1 ? response : Good;
            while (await connection.ReadHeadAsync() is not null)
                await connection.WriteAsync(answer);
        });
        await using Scene scene = await Scene.StartAsync(backend);
        string first = await scene.GetRawAsync();
        Assert.StartsWith(response[..12], first, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", first, StringComparison.Ordinal);
        Assert.Equal(response.Contains(" 304 ", StringComparison.Ordinal), first.Contains("Content-Length", StringComparison.Ordinal));
        Assert.EndsWith("good", await scene.GetRawAsync(), StringComparison.Ordinal);
        Assert.Equal(2, backend.Accepted);
    }

    [Theory]
    [InlineData(Good + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL")]
    [InlineData(Good + "\r\n\0\0garbage")]
    public async Task UP_05_what_follows_an_answer_unasked_never_answers_the_next_visitor(string response)
    {
        await using RawBackend backend = RawBackend.Answering(response);
        await using Scene scene = await Scene.StartAsync(backend);
        for (int i = 0; i < 3; i++)
            Assert.EndsWith("\r\n\r\ngood", await scene.GetRawAsync(), StringComparison.Ordinal);
        Assert.Equal(3, backend.Accepted);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\ngood!")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    public async Task UP_05_an_answer_that_is_none_is_502_and_ends_its_connection(string response)
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(connection.Number == 1 ? response : Good);
            await connection.WaitForEndAsync();
        });
        await using Scene scene = await Scene.StartAsync(backend);
        Assert.StartsWith("HTTP/1.1 502", await scene.GetRawAsync(), StringComparison.Ordinal);
        Assert.EndsWith("good", await scene.GetRawAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_05_headers_without_end_are_502()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n");
            string line = $"X-Filler: {new string('x', 1000)}\r\n";
            while (!connection.Stop.IsCancellationRequested)
                await connection.WriteAsync(line);
        });
        await using Scene scene = await Scene.StartAsync(backend);
        Assert.StartsWith("HTTP/1.1 502", await scene.GetRawAsync(), StringComparison.Ordinal);
    }

    private sealed class Scene : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder;

        public required RunningGateway Gateway { get; init; }

        public static async Task<Scene> StartAsync(RawBackend backend, string more = "")
        {
            TemporaryFolder folder = new();
            folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\"{more} }}"));
            RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
            return new Scene(folder) { Gateway = gateway };
        }

        private Scene(TemporaryFolder folder) => _folder = folder;

        /// <summary>Everything that comes back until the connection ends, or is reset.</summary>
        public async Task<string> GetRawAsync()
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Gateway.Public.Port, TestContext.Current.CancellationToken);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
            StringBuilder seen = new();
            byte[] buffer = new byte[4096];
            try
            {
                for (int read; (read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
                    seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            catch (IOException)
            {
                // The gateway broke it off.
            }

            return seen.ToString();
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            _folder.Dispose();
        }
    }
}
