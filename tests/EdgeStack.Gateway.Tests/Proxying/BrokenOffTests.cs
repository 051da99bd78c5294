using System.Text;
using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Proxying;

/// <summary>Visitors who leave before they are answered, and whose bodies are not what they said.</summary>
public sealed class BrokenOffTests
{
    private const byte Cancel = 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visitor_who_cancels_over_http2_before_the_answer_is_logged_as_499(bool complete)
    {
        await using Scene scene = await Scene.StartAsync();
        using RawConnection visitor = await RawConnection.OpenAsync(scene.Gateway.H2c);
        await visitor.SendBytesAsync([.. Http2Frames.Preface, .. Http2Frames.HeadersFrame(1, complete, Request)]);
        await scene.IsAskedAsync();
        await visitor.SendBytesAsync(Http2Frames.Reset(1, Cancel));
        await scene.IsLoggedAsync(499);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijk")]
    public async Task A_body_that_does_not_fit_its_length_over_http2_is_the_visitor_s_fault(string body)
    {
        await using Scene scene = await Scene.StartAsync();
        using RawConnection visitor = await RawConnection.OpenAsync(scene.Gateway.H2c);
        await visitor.SendBytesAsync([.. Http2Frames.Preface, .. Http2Frames.HeadersFrame(1, endStream: false, [.. Request, ("content-length", "10")])]);
        await scene.IsAskedAsync();
        await visitor.SendBytesAsync(Http2Frames.Frame(Http2Frames.Data, Http2Frames.EndStream, 1, Encoding.ASCII.GetBytes(body)));
        await scene.IsLoggedAsync(400);
    }

    private static (string Name, string Value)[] Request => [(":method", "POST"), (":scheme", "http"), (":authority", "a.example"), (":path", "/")];

    private sealed class Scene : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder;

        public required TestBackend Backend { get; init; }

        public required RunningGateway Gateway { get; init; }

        public static async Task<Scene> StartAsync()
        {
            TestBackend backend = await TestBackend.StartAsync(context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted));
            TemporaryFolder folder = new();
            folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
            RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], Listeners = { H2c = "http://127.0.0.1:0" } });
            return new Scene(folder) { Backend = backend, Gateway = gateway };
        }

        private Scene(TemporaryFolder folder) => _folder = folder;

        public Task IsAskedAsync() => Eventually.HoldsAsync(() => Backend.Requests.Count == 1, "the upstream is asked");

        public async Task IsLoggedAsync(int status)
        {
            JsonElement line = await Gateway.LogLineAsync();
            Assert.Equal((status, true), (line.GetProperty("status").GetInt32(), line.TryGetProperty("error", out JsonElement error) && error.GetString() is { Length: > 0 }));
            Assert.Contains($"code=\"{status}\"", await Gateway.MetricsAsync(), StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Backend.DisposeAsync();
            _folder.Dispose();
        }
    }
}
