using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class LocalStackTests
{
    private const string NoRoutes = """{"revision":1,"routes":[]}""";

    [Fact]
    public async Task A_gateway_that_never_gets_ready_is_stopped_after_its_time()
    {
        using FakeGatewayNetwork network = new(ready: false, NoRoutes);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, StandInGateway.WaitForStop);

        LocalStackEnd end = await Stack(host, settings => settings with { ReadyTimeout = TimeSpan.FromMilliseconds(300) }).RunAsync(host.Stop);

        Assert.Equal(LocalStackEnd.Failed, end);
        Assert.Contains("the gateway was not ready within 0.3 s", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_does_not_stop_within_its_grace_is_killed()
    {
        using FakeGatewayNetwork network = new(ready: true, NoRoutes);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, StandInGateway.NeverStop);

        Task<LocalStackEnd> end = Stack(host, settings => settings with { StopGrace = TimeSpan.FromMilliseconds(100) }).RunAsync(host.Stop);
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("nothing is routed yet");
        host.StopGently();

        Assert.Equal(LocalStackEnd.Failed, await end);
        Assert.Contains("the gateway did not stop within 0.1 s and was killed", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_leaves_later_ends_everything_too()
    {
        using FakeGatewayNetwork network = new(ready: true, NoRoutes);
        using CommandHost host = new(network);
        string pipe = host.Folder.File("go");
        StandInGateway.Write(host.Folder, $"mkfifo '{pipe}'\necho waiting >&2\nread word < '{pipe}'\nexit 3\n");

        Task<LocalStackEnd> end = Stack(host, settings => settings).RunAsync(host.Stop);
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("nothing is routed yet");
        await File.WriteAllTextAsync(pipe, "go\n", TestContext.Current.CancellationToken);

        Assert.Equal(LocalStackEnd.Failed, await end);
        Assert.Contains("ended by itself with exit code 3", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_cannot_be_written_is_a_failure_with_its_reason()
    {
        using CommandHost host = new();
        StandInGateway.Write(host.Folder, "exit 0");
        host.Folder.Write("routes", "a file where the folder should be");

        LocalStackEnd end = await Stack(host, settings => settings).RunAsync(host.Stop);

        Assert.Equal(LocalStackEnd.Failed, end);
        Assert.Contains("the sample cannot be written: ", host.Error.ToString(), StringComparison.Ordinal);
    }

    private static LocalStack Stack(CommandHost host, Func<LocalStackSettings, LocalStackSettings> change) => new(
        change(new LocalStackSettings(host.Folder.File("routes"), 0, OutputFormat.Text)),
        ProgramLocator.Gateway(host.Folder.Path),
        new LocalCollector(ProgramLocator.Collector(host.Folder.Path), host.Screen, host.Http, TimeProvider.System),
        host.Screen,
        host.Http,
        TimeProvider.System);
}
