using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>What a gateway's process holds while much goes through it.</summary>
public sealed class MemoryTests
{
    private const long MiB = 1024 * 1024;
    private const int Sockets = 2000, Piece = 64 * 1024;
    private const string Upgrade = "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private long _received;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SL_07_an_upload_of_half_a_gigabyte_streams_through_a_route_with_a_raised_body_limit()
    {
        await using TestBackend backend = await TestBackend.StartAsync(async context =>
        {
            byte[] buffer = new byte[Piece];
            long count = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
                count += read;
            await context.Response.WriteAsync($"{count}", context.RequestAborted);
        });
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", LocalGateway.Routes($$"""{ host: a.example, service: "http://127.0.0.1:{{backend.Port}}", limits: { body: 6000000000 } }"""));
        await using LocalGateway gateway = await LocalGateway.StartAsync(folder);
        await UploadAsync(gateway, 256 * MiB); // pools fill and code is compiled as it is used, once
        long before = await gateway.ResidentAsync(), most = await UploadAsync(gateway, 512 * MiB);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before / MiB} MiB before, at most {most / MiB} MiB");
        Assert.True(most - before < 32 * MiB, $"from {before / MiB} MiB to {most / MiB} MiB");
    }

    [Fact]
    public async Task SL_08_two_thousand_idle_WebSockets_the_longest_frames_and_a_message_without_end_leave_memory_flat()
    {
        await using RawBackend backend = RawBackend.Start(TakeAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", LocalGateway.Routes($$"""{ host: a.example, service: "http://127.0.0.1:{{backend.Port}}" }"""));
        await using LocalGateway gateway = await LocalGateway.StartAsync(folder, "--connections.max", $"{Sockets}", "--connections.perSource", "0");
        List<Socket> open = [];
        try
        {
            open.Add(await OpenAsync(gateway));
            long before = await gateway.ResidentAsync();
            while (open.Count < Sockets)
                open.Add(await OpenAsync(gateway));
            long idle = await gateway.ResidentAsync();
            Assert.True(await IsClosedAtOnceAsync(gateway), "the cap");
            await SendAsync(gateway, open[0], 8, _ => Frame(Piece, final: true)); // pools
            long warm = await gateway.ResidentAsync();
            byte[] header = [0x82, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]; // 64 MiB
            long frame = await SendAsync(gateway, open[1], 1 + (int)(64 * MiB / Piece), i => i == 0 ? header : new byte[Piece]);
            long endless = await SendAsync(gateway, open[2], 1024, i => Frame(Piece - 14, final: false, first: i == 0));
            long most = Math.Max(frame, endless);
            TestContext.Current.TestOutputHelper?.WriteLine($"{before / MiB} MiB with one, {idle / MiB} MiB with {Sockets}, {warm / MiB} MiB after a few frames, at most {most / MiB} MiB");
            Assert.True((idle - before) / Sockets < 64 * 1024, $"{(idle - before) / Sockets} bytes each");
            Assert.True(most - warm < 16 * MiB, $"from {warm / MiB} MiB to {most / MiB} MiB");
            Assert.All(open, socket => Assert.False(socket.Poll(0, SelectMode.SelectRead), "one has ended"));
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    private async Task TakeAsync(RawBackendConnection connection)
    {
        await connection.ReadHeadAsync();
        await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        await connection.TakeAsync(count => Interlocked.Add(ref _received, count));
    }

    // Sends pieces and returns the most memory that was held until all of them had arrived.
    private async Task<long> SendAsync(LocalGateway gateway, Socket socket, int pieces, Func<int, byte[]> piece)
    {
        long most = 0, sent = Interlocked.Read(ref _received);
        for (int i = 0; i < pieces; i++)
        {
            byte[] bytes = piece(i);
            sent += bytes.Length;
            await socket.SendAsync(bytes, Cancellation);
            if (i % 64 == 0)
                most = Math.Max(most, await gateway.ResidentAsync());
        }

        await Eventually.HoldsAsync(() => Interlocked.Read(ref _received) == sent, "everything has arrived");
        return Math.Max(most, await gateway.ResidentAsync());
    }

    private static async Task<long> UploadAsync(LocalGateway gateway, long length)
    {
        using Socket socket = await RawSockets.AskAsync(gateway.Public, $"POST / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        byte[] piece = new byte[Piece];
        long most = 0;
        for (long sent = 0; sent < length; sent += piece.Length)
        {
            await socket.SendAsync(piece, Cancellation);
            if (sent % (16 * MiB) == 0)
                most = Math.Max(most, await gateway.ResidentAsync());
        }

        Assert.Contains($"\r\n{length}\r\n", await socket.RestAsync(), StringComparison.Ordinal);
        return Math.Max(most, await gateway.ResidentAsync());
    }

    private static async Task<Socket> OpenAsync(LocalGateway gateway)
    {
        Socket socket = await RawSockets.AskAsync(gateway.Public, Upgrade);
        Assert.StartsWith("HTTP/1.1 101 ", await socket.ReadThroughAsync("\r\n\r\n"), StringComparison.Ordinal);
        return socket;
    }

    private static async Task<bool> IsClosedAtOnceAsync(LocalGateway gateway)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(gateway.Public, Cancellation);
            return await socket.ReceiveAsync(new byte[1], Cancellation) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // A masked frame whose payload is that long; a continuation unless it is the first of its message.
    private static byte[] Frame(int payload, bool final, bool first = true) =>
        [(byte)((final ? 0x80 : 0) | (first ? 2 : 0)), 0xff, 0, 0, 0, 0, (byte)(payload >> 24), (byte)(payload >> 16), (byte)(payload >> 8), (byte)payload, 1, 2, 3, 4, .. new byte[payload]];
}
