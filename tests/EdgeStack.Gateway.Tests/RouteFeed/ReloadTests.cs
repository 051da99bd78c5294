using System.Globalization;
using EdgeStack.Gateway.Tests.WebSockets;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>A reload drops nothing on unchanged routes.</summary>
public sealed class ReloadTests : IDisposable
{
    private const int Rounds = 20, Sockets = 20, Piece = 16 * 1024;

    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _events = new(0);
    private long _downloaded;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task What_is_under_way_on_unchanged_routes_outlives_any_number_of_edits_and_endpoint_changes()
    {
        await using TestBackend backend = await TestBackend.StartAsync(AnswerAsync), blue = await TestBackend.StartAsync(context => context.Response.WriteAsync("blue")), green = await TestBackend.StartAsync(context => context.Response.WriteAsync("green"));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        folder.Write("b.yaml", ConfigMap("b", Route("b.example", backend), "{ host: c.example, service: \"colours:80\" }"));
        folder.Write("colours.yaml", Service("colours", blue.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);

        Task<HttpResponseMessage> waiting = gateway.GetAsync("a.example", "/wait");
        using RawConnection upload = await RawConnection.OpenAsync(gateway.Public);
        await upload.SendAsync($"POST /upload HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: {Rounds * Piece}\r\n\r\n");
        Task download = DownloadAsync(gateway);
        using StreamReader events = new(await (await gateway.GetAsync("a.example", "/events")).Content.ReadAsStreamAsync(Cancellation));
        List<EchoSocket> sockets = [];
        for (int i = 0; i < Sockets; i++)
            sockets.Add(await EchoSocket.OpenAsync(gateway, "a.example"));

        for (int round = 0; round < Rounds; round++)
        {
            long before = Interlocked.Read(ref _downloaded);
            bool even = round % 2 == 0;
            folder.Write("b.yaml", ConfigMap("b", Route($"b{round}.example", backend), "{ host: c.example, service: \"colours:80\" }"));
            folder.Write("colours.yaml", Service("colours", even ? green.Port : blue.Port));
            await Eventually.HoldsAsync(async () => await TextAsync(gateway, $"b{round}.example") == "hello" && await TextAsync(gateway, "c.example") == (even ? "green" : "blue"), $"edit {round} serves");
            Assert.Equal("hello", await TextAsync(gateway, "a.example"));
            await upload.SendAsync(new string('x', Piece)); // less than 240 bytes a second and the service itself would cut it
            _events.Release();
            Assert.Equal($"data: {round}", await events.ReadLineAsync(Cancellation));
            await sockets[round % Sockets].SpeakAsync($"message {round}");
            await Eventually.HoldsAsync(() => Interlocked.Read(ref _downloaded) > before, "the download goes on");
        }

        Assert.True(gateway.Routes.Revision > Rounds, $"only {gateway.Routes.Revision} tables");
        _finish.SetResult();
        Assert.Equal("waited", await (await waiting).Content.ReadAsStringAsync(Cancellation));
        Assert.Contains($"\r\n{Rounds * Piece}\r\n", await upload.RestAsync(), StringComparison.Ordinal);
        await download;
        foreach (EchoSocket socket in sockets)
        {
            await socket.SpeakAsync("at the end");
            await socket.CloseAsync();
            socket.Dispose();
        }

        Assert.All(gateway.Log.Where(line => line.GetProperty("host").GetString() == "a.example"), line => Assert.False(line.TryGetProperty("error", out _), line.ToString()));
    }

    [Fact]
    public async Task Routes_of_one_name_in_several_objects_keep_each_their_own_limits()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        foreach ((string name, int burst) in ((string, int)[])[("a", 3), ("b", 3), ("c", 5)])
            folder.Write($"{name}.yaml", ConfigMap(name, Route($"{name}.example", backend, $", name: api, middlewares: [ {{ rateLimit: {{ average: 1, period: 1h, burst: {burst} }} }} ]")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Assert.Equal([200, 200, 200, 429], await StatusesAsync(gateway, "a.example", 4));
        Assert.Equal([200, 200, 200, 200, 200, 429], await StatusesAsync(gateway, "c.example", 6));

        long before = gateway.Routes.Revision;
        folder.Write("d.yaml", ConfigMap("d", Route("d.example", backend)));
        await Eventually.HoldsAsync(() => gateway.Routes.Revision > before, "the edit serves");
        Assert.Equal([429], await StatusesAsync(gateway, "a.example", 1));
        Assert.Equal([429], await StatusesAsync(gateway, "c.example", 1));
        Assert.Equal([200, 200, 200, 429], await StatusesAsync(gateway, "b.example", 4));
    }

    private static async Task<List<int>> StatusesAsync(RunningGateway gateway, string host, int requests)
    {
        List<int> statuses = [];
        for (int i = 0; i < requests; i++)
        {
            using HttpResponseMessage response = await gateway.GetAsync(host);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private static async Task<string> TextAsync(RunningGateway gateway, string host)
    {
        using HttpResponseMessage response = await gateway.GetAsync(host);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    // Ends only when the response has ended as it should.
    private async Task DownloadAsync(RunningGateway gateway)
    {
        using HttpResponseMessage response = await gateway.GetAsync("a.example", "/download");
        Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, Cancellation)) > 0;)
            Interlocked.Add(ref _downloaded, read);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/wait":
                await _finish.Task.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("waited", context.RequestAborted);
                return;
            case "/upload":
                using (MemoryStream body = new())
                {
                    await context.Request.Body.CopyToAsync(body, context.RequestAborted);
                    await context.Response.WriteAsync(body.Length.ToString(CultureInfo.InvariantCulture), context.RequestAborted);
                }

                return;
            case "/download":
                byte[] part = new byte[4096];
                using (PeriodicTimer pace = new(TimeSpan.FromMilliseconds(1)))
                {
                    while (!_finish.Task.IsCompleted && await pace.WaitForNextTickAsync(context.RequestAborted))
                        await context.Response.Body.WriteAsync(part, context.RequestAborted);
                }

                return;
            case "/events":
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync(context.RequestAborted);
                for (int i = 0; i < Rounds; i++)
                {
                    await _events.WaitAsync(context.RequestAborted);
                    await context.Response.WriteAsync($"data: {i}\n", context.RequestAborted);
                }

                return;
            default:
                await EchoSocket.ServeAsync(context);
                return;
        }
    }
}
