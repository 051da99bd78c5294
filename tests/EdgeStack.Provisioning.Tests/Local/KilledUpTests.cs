using CliWrap;

namespace EdgeStack.Provisioning.Tests.Local;

/// <summary>What is left of <c>up</c> after a <c>kill -9</c>.</summary>
public sealed class KilledUpTests
{
    // Lives as long as its standard input, as the gateway does with --shutdown.withStdin.
    private const string EndsWithItsInput = "folder=$(dirname \"$0\")\nrm -f \"$folder/ended\"\necho waiting >&2\ncat > /dev/null\necho \"$@\" > \"$folder/ended.new\"\nmv \"$folder/ended.new\" \"$folder/ended\"\n";

    [Fact]
    public async Task The_gateway_ends_and_the_next_start_removes_what_it_left()
    {
        using EdgestackProcess edgestack = new();
        StandInGateway.Write(edgestack.Installed, EndsWithItsInput);
        // Of this very process, which lives; and of nobody.
        string alive = Directory.CreateDirectory(Path.Combine(edgestack.TemporaryFiles, $"edgestack-up-{Environment.ProcessId}-abc123")).FullName;
        string foreign = Directory.CreateDirectory(Path.Combine(edgestack.TemporaryFiles, "edgestack-up-mine")).FullName;

        int killed = await StartAndKillAsync(edgestack);
        string left = Assert.Single(Directory.GetDirectories(edgestack.TemporaryFiles, $"edgestack-up-{killed}-*"));
        int second = await StartAndKillAsync(edgestack);

        Assert.False(Directory.Exists(left));
        Assert.Single(Directory.GetDirectories(edgestack.TemporaryFiles, $"edgestack-up-{second}-*"));
        Assert.True(Directory.Exists(alive));
        Assert.True(Directory.Exists(foreign));
        Assert.Contains("--shutdown.withStdin true", await File.ReadAllTextAsync(edgestack.Installed.File("ended"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Returns its number once the gateway has ended as well.</summary>
    private static async Task<int> StartAndKillAsync(EdgestackProcess edgestack)
    {
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        WatchedWriter error = new();
        CommandTask<CommandResult> up = edgestack.Start(error, giveUp.Token, "up", "--port", "0");
        try
        {
            await error.WaitForAsync("waiting");
            Assert.False(File.Exists(edgestack.Installed.File("ended")));
            await edgestack.BashAsync($"kill -9 {up.ProcessId}");
            Assert.Equal(137, (await up).ExitCode);
            await Eventually.HoldsAsync(() => File.Exists(edgestack.Installed.File("ended")), "the gateway has ended");
            return up.ProcessId;
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }
}
