using System.Net;
using System.Net.WebSockets;
using System.Text;
using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class WhoamiBackendTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_it_was_asked()
    {
        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);
        using CommandHost host = new();
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(backend.Address, "/a%2Fb?c=d"));
        request.Headers.Host = "whoami.localhost";
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");

        using HttpResponseMessage response = await host.Http.SendAsync(request, Cancellation);
        string[] lines = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n');

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"Hostname: {Environment.MachineName}", lines[0]);
        Assert.Contains("PUT /a%2Fb?c=d HTTP/1.1", lines);
        Assert.Contains("Host: whoami.localhost", lines);
        Assert.Contains("X-Forwarded-For: 192.0.2.1", lines);
    }

    [Fact]
    public async Task A_head_request_is_answered_with_the_length_alone()
    {
        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);
        using CommandHost host = new();
        using HttpRequestMessage request = new(HttpMethod.Head, backend.Address);

        using HttpResponseMessage response = await host.Http.SendAsync(request, Cancellation);

        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);

        Assert.Equal("127.0.0.1", backend.Address.Host);
        Assert.NotEqual(0, backend.Address.Port);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100_000)]
    public async Task It_echoes_web_socket_messages_of_any_size_and_closes_as_asked(int size)
    {
        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);
        using ClientWebSocket socket = await ConnectAsync(backend);
        byte[] sent = Encoding.ASCII.GetBytes(new string('m', size));

        await socket.SendAsync(sent, WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        using MemoryStream echoed = new();
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer, Cancellation);
            echoed.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancellation);

        Assert.Equal(sent, echoed.ToArray());
        Assert.Equal("bye", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task An_open_web_socket_does_not_hold_up_the_end()
    {
        WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);
        using ClientWebSocket socket = await ConnectAsync(backend);

        await backend.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], Cancellation));
    }

    [Fact]
    public async Task An_ordinary_request_for_the_echo_is_told_to_upgrade()
    {
        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(Cancellation);
        using CommandHost host = new();

        using HttpResponseMessage response = await host.Http.GetAsync(new Uri(backend.Address, WhoamiBackend.EchoPath), Cancellation);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    private static async Task<ClientWebSocket> ConnectAsync(WhoamiBackend backend)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new UriBuilder(backend.Address) { Scheme = "ws", Path = WhoamiBackend.EchoPath }.Uri, Cancellation);
        return socket;
    }
}
