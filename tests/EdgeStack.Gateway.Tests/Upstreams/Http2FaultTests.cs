using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Upstreams that break HTTP/2, frame by frame.</summary>
public sealed class Http2FaultTests
{
    private const byte InternalError = 2;

    [Theory]
    [InlineData("b\u0001c")]
    [InlineData("b\u001bc")]
    [InlineData("b\u007fc")]
    [InlineData("b\rc")]
    [InlineData("b\0c")]
    public async Task HD_13_a_control_character_in_a_header_is_502_and_not_passed_on(string value)
    {
        string answer = await AskAsync(stream => [.. Http2Frames.HeadersFrame(stream, endStream: false, (":status", "200"), ("x-a", value)), .. Http2Frames.Frame(Http2Frames.Data, Http2Frames.EndStream, stream, "secret!"u8)]);
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("x-a", answer, StringComparison.Ordinal);
        Assert.EndsWith("502: this service did not answer properly.\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b\r\nSet-Cookie: c=d")]
    [InlineData("b\nSet-Cookie: c=d")]
    public async Task HD_13_the_end_of_a_line_in_a_header_is_blank_before_we_see_it_and_ends_none(string value)
    {
        string answer = await AskAsync(stream => Http2Frames.HeadersFrame(stream, endStream: true, (":status", "200"), ("x-a", value)));
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal("x-a: b" + new string(' ', value.Length - 16) + "Set-Cookie: c=d", Assert.Single(answer.Split("\r\n"), line => line.Contains("Set-Cookie", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("099")]
    [InlineData("000")]
    public async Task HD_13_a_status_that_is_none_is_502(string status)
    {
        string answer = await AskAsync(stream => Http2Frames.HeadersFrame(stream, endStream: true, (":status", status)));
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UP_03_a_stream_that_is_reset_while_the_visitor_s_body_is_on_its_way_is_502()
    {
        string answer = await AskAsync(stream => Http2Frames.Reset(stream, InternalError), "POST / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: 10\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(Func<int, byte[]> answer, string request = "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
    {
        await using RawBackend backend = RawBackend.Start(connection => ServeAsync(connection, answer));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"http://127.0.0.1:{backend.Port}\", scheme: h2c }}"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using RawConnection visitor = await RawConnection.OpenAsync(gateway.Public);
        await visitor.SendAsync(request);
        return await visitor.RestAsync();
    }

    private static async Task ServeAsync(RawBackendConnection connection, Func<int, byte[]> answer)
    {
        await connection.ReadAsync(Http2Frames.PrefaceLength);
        await connection.WriteAsync(Http2Frames.Frame(Http2Frames.Settings, 0, 0, []));
        while (!connection.Stop.IsCancellationRequested)
        {
            (byte type, byte flags, int stream, int length) = Http2Frames.Head(await connection.ReadAsync(Http2Frames.HeadLength));
            await connection.ReadBodyAsync(length);
            if (type == Http2Frames.Settings && flags != Http2Frames.Acknowledgement)
                await connection.WriteAsync(Http2Frames.Frame(Http2Frames.Settings, Http2Frames.Acknowledgement, 0, []));
            if (type == Http2Frames.Headers)
                await connection.WriteAsync(answer(stream));
        }
    }
}
