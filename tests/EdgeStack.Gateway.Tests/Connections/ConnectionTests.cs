using System.Net.Sockets;
using System.Text;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Connections;

public sealed class ConnectionTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

    [Theory]
    [InlineData(2, 0, "total")]
    [InlineData(0, 2, "source")]
    public async Task SL_09_a_connection_too_many_is_closed_at_once_and_those_that_stand_are_not_touched(int max, int perSource, string limit)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, options => (options.Max, options.PerSource) = (max, perSource));
        using RawConnection first = await RawConnection.OpenAsync(gateway.Public);
        Assert.StartsWith("HTTP/1.1 200", await first.AskAsync(Get), StringComparison.Ordinal);
        using (RawConnection second = await RawConnection.OpenAsync(gateway.Public))
        {
            Assert.StartsWith("HTTP/1.1 200", await second.AskAsync(Get), StringComparison.Ordinal);
            Assert.Equal("", await AskOnceAsync(gateway));
            Assert.StartsWith("HTTP/1.1 200", await first.AskAsync(Get), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200", await second.AskAsync(Get), StringComparison.Ordinal);
            string metrics = await gateway.MetricsAsync();
            Assert.Contains($"edgestack_gateway_connections_refused_total{{limit=\"{limit}\"}} 1", metrics, StringComparison.Ordinal);
            Assert.Contains("edgestack_gateway_connections 2", metrics, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(async () => (await AskOnceAsync(gateway)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal), "there is room again");
    }

    [Fact]
    public async Task SL_09_a_trusted_peer_speaks_for_many_and_is_not_counted_as_one_source()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = new() { Routes = [folder.Path] };
        options.Connections.PerSource = 1;
        Assert.True(AddressRange.TryParse("127.0.0.0/8", out AddressRange loopback));
        options.Visitor.TrustedPeers = [loopback];
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);
        using RawConnection first = await RawConnection.OpenAsync(gateway.Public), second = await RawConnection.OpenAsync(gateway.Public);
        Assert.StartsWith("HTTP/1.1 200", await first.AskAsync(Get), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await second.AskAsync(Get), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SL_04_a_connection_on_which_nothing_is_said_is_closed()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, options => options.FirstByteTimeout = TimeSpan.FromMilliseconds(500));
        using RawConnection talking = await RawConnection.OpenAsync(gateway.Public);
        Assert.StartsWith("HTTP/1.1 200", await talking.AskAsync(Get), StringComparison.Ordinal);
        using RawConnection silent = await RawConnection.OpenAsync(gateway.Public);
        Assert.Equal("", await silent.RestAsync());
        // One who has asked something may stay for longer.
        Assert.StartsWith("HTTP/1.1 200", await talking.AskAsync(Get), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_anything_was_said_is_no_fault_of_ours()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        using LogMemory log = new("Microsoft.AspNetCore.Server.Kestrel");
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path] }, services => services.AddSingleton<ILoggerProvider>(log));
        for (int i = 0; i < 50; i++)
        {
            using RawConnection connection = await RawConnection.OpenAsync(gateway.Public);
            connection.Reset();
        }

        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("edgestack_gateway_connections 0", StringComparison.Ordinal), "all are gone");
        Assert.Empty(log.Messages);
    }

    [Fact]
    public async Task SL_01_headers_that_do_not_come_to_an_end_are_408_and_others_are_served_meanwhile()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, options => options.HeaderTimeout = TimeSpan.FromSeconds(1));
        RawConnection[] slow = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RawConnection.OpenAsync(gateway.Public)));
        foreach (RawConnection connection in slow)
            await connection.SendAsync("GET / HTTP/1.1\r\nHost: a.ex");
        using RawConnection fresh = await RawConnection.OpenAsync(gateway.Public);
        Assert.StartsWith("HTTP/1.1 200", await fresh.AskAsync(Get), StringComparison.Ordinal);
        foreach (RawConnection connection in slow)
        {
            Assert.StartsWith("HTTP/1.1 408 ", await connection.RestAsync(), StringComparison.Ordinal);
            connection.Dispose();
        }

        Assert.Contains("edgestack_rejected_requests_total{reason=\"header_timeout\"} 50", await gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SL_01_headers_that_come_byte_by_byte_get_no_more_time_by_each_byte()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, options => options.HeaderTimeout = TimeSpan.FromSeconds(1));
        using RawConnection slow = await RawConnection.OpenAsync(gateway.Public), other = await RawConnection.OpenAsync(gateway.Public);
        await slow.SendAsync("GET / HTTP/1.1\r\nHost: a.example\r\nX: ");
        Task<string> answer = slow.RestAsync();
        int bytes = 0;
        // Each after a whole answer on another connection, so never long after the one before, and far fewer than a header may have.
        for (; bytes < 30_000 && !answer.IsCompleted; bytes++)
        {
            await other.AskAsync(Get);
            await slow.SendWhileOpenAsync("a");
        }

        Assert.True(answer.IsCompleted, $"after {bytes} bytes it still stands");
        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.True(bytes > 10, $"{bytes} bytes are not byte by byte");
    }

    [Fact]
    public async Task A_connection_between_two_requests_ends_after_the_keep_alive_time()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await StartAsync(folder, options => options.KeepAlive = TimeSpan.FromSeconds(1));
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Public);
        Assert.StartsWith("HTTP/1.1 200", await connection.AskAsync(Get), StringComparison.Ordinal);
        Assert.Equal("", await connection.RestAsync());
    }

    // A connection too many may be gone before it is told that it stands.
    private static async Task<string> AskOnceAsync(RunningGateway gateway)
    {
        try
        {
            return await RawRequest.SendAsync(gateway.Public, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static Task<RunningGateway> StartAsync(TemporaryFolder folder, Action<ConnectionOptions> set)
    {
        GatewayOptions options = new() { Routes = [folder.Path] };
        set(options.Connections);
        return RunningGateway.StartAsync(options);
    }
}
