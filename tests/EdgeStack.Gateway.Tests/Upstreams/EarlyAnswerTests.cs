using System.Collections.Concurrent;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Row H1-18, the second half: an upstream that answers before it has read the body.</summary>
public sealed class EarlyAnswerTests
{
    private const int Length = 1_000_000;

    [Theory]
    [InlineData("HTTP/1.1 413 Too Large", "", 413)]
    [InlineData("HTTP/1.1 413 Too Large", "Connection: close\r\n", 413)]
    [InlineData("HTTP/1.0 401 Who", "", 401)]
    [InlineData("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK", "", 200)]
    public async Task H1_18_an_answer_before_the_end_of_a_body_is_passed_on_and_the_whole_body_reaches_the_upstream(string status, string header, int expected)
    {
        ConcurrentQueue<byte[]> bodies = new();
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                await connection.WriteAsync($"{status}\r\n{header}Content-Length: 3\r\n\r\nno\n");
                if (head.StartsWith("PUT ", StringComparison.Ordinal))
                    bodies.Enqueue(await connection.ReadAsync(Length));
            }
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        for (int i = 0; i < 3; i++)
        {
            byte[] body = new byte[Length];
            Array.Fill(body, (byte)('a' + i));
            using HttpRequestMessage request = new(HttpMethod.Put, gateway.Target($"/{i}")) { Content = new ByteArrayContent(body) };
            using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
            Assert.Equal(expected, (int)response.StatusCode);
            using HttpResponseMessage between = await gateway.GetAsync("a.example");
            Assert.Equal(expected, (int)between.StatusCode);
            await Eventually.HoldsAsync(() => bodies.Count == i + 1, "the body arrived");
            Assert.Equal(body, bodies.Last());
        }

        Assert.All(backend.Requests, head => Assert.Matches("^(PUT|GET) /", head));
    }

    [Fact]
    public async Task H1_18_an_upstream_that_answers_and_hangs_up_in_the_middle_of_a_body_serves_nobody_else_on_that_connection()
    {
        await using RawBackend backend = RawBackend.Start(async connection =>
        {
            if (await connection.ReadHeadAsync() is not { } head)
                return;
            await connection.WriteAsync("HTTP/1.1 401 Who\r\nContent-Length: 3\r\n\r\nno\n");
            if (head.StartsWith("GET ", StringComparison.Ordinal))
                await connection.WaitForEndAsync();
        });
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await StartAsync(folder, backend);
        for (int i = 1; i <= 3; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Put, gateway.Target("/")) { Content = new ByteArrayContent(new byte[10 * Length]) };
            using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
            Assert.Contains((int)response.StatusCode, (int[])[401, 502]);
        }

        using HttpResponseMessage after = await gateway.GetAsync("a.example");
        Assert.Equal(401, (int)after.StatusCode);
        Assert.Equal(4, backend.Accepted);
        Assert.Equal(["GET", "PUT", "PUT", "PUT"], backend.Requests.Select(head => head[..3]).Order(StringComparer.Ordinal));
    }

    private static Task<RunningGateway> StartAsync(TemporaryFolder folder, RawBackend backend)
    {
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\" }}"));
        return RunningGateway.StartAsync(folder.Path);
    }
}
