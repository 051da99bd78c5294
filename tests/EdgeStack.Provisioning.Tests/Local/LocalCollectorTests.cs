using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class LocalCollectorTests
{
    private static readonly LocalAddresses Addresses =
        new(LocalAddresses.OnLoopback(8080), LocalAddresses.OnLoopback(9902), LocalAddresses.OnLoopback(9901), LocalAddresses.OnLoopback(9910));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_listens_on_loopback_and_takes_the_gateway_s_families_along() => Assert.Equal(
        [
            "--config", "/c.yaml",
            "--listeners.metrics", "http://127.0.0.1:9910",
            "--scrape.targets", "gateway http://127.0.0.1:9901/metrics families=edgestack_gateway_*|edgestack_tunnel_*|edgestack_rejected_*",
            "--log.level", "Warning",
            "--shutdown.withStdin", "true",
        ],
        CollectorArguments.For(Addresses, "/c.yaml"));

    [Fact]
    public async Task One_that_is_not_there_is_said_and_nothing_more()
    {
        using CommandHost host = new();
        await using LocalCollector.Running running = Collector(host).Start(Addresses, "/c.yaml", CancellationToken.None);
        Assert.False(await running.IsReadyAsync(Cancellation));
        Assert.Contains("edgestack-collector was not found, so nothing is measured", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ends_by_itself_is_said_with_its_exit_code()
    {
        using FakeGatewayNetwork network = new(ready: false, "{}");
        using CommandHost host = new(network);
        Write(host, "echo no >&2\nexit 3\n");
        await using LocalCollector.Running running = Collector(host).Start(Addresses, "/c.yaml", CancellationToken.None);
        Assert.False(await running.IsReadyAsync(Cancellation));
        await host.Error.WaitForAsync("the collector ended by itself with exit code 3; what it said stands above");
    }

    [Fact]
    public async Task It_ends_with_whoever_started_it()
    {
        using FakeGatewayNetwork network = new(ready: true, "{}");
        using CommandHost host = new(network);
        Write(host, StandInGateway.WaitForStop);
        await using (LocalCollector.Running running = Collector(host).Start(Addresses, "/c.yaml", CancellationToken.None))
        {
            await host.Error.WaitForAsync("waiting");
            Assert.True(await running.IsReadyAsync(Cancellation));
        }

        await host.Error.WaitForAsync("stopping");
        Assert.DoesNotContain("by itself", host.Error.ToString(), StringComparison.Ordinal);
    }

    private static LocalCollector Collector(CommandHost host) => new(ProgramLocator.Collector(host.Folder.Path), host.Screen, host.Http, TimeProvider.System);

    private static void Write(CommandHost host, string script) => StandInGateway.MakeExecutable(host.Folder.Write("edgestack-collector", $"#!/bin/sh\n{script}"));
}
