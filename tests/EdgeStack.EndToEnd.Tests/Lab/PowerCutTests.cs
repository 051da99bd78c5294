using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>The power goes in the middle of one kind of step after the other, on the host that does everything.</summary>
[Collection(LabTests.Name)]
public sealed class PowerCutTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    // A file and its service; what may lock us out; a server's configuration; packages with services of their own; statements to a database.
    private static readonly string[] Steps = ["base.journal", "base.firewall", "nfs.server", "db.install", "db.users"];

    [Fact]
    public async Task After_each_of_them_the_run_is_resumed_and_ends_in_the_state_that_was_wanted()
    {
        hosts.Require();
        await CutOff.PrepareAsync(hosts);
        string[] arguments = ["apply", "--yes"];
        foreach (string step in Steps)
        {
            Task<BufferedCommandResult> run = CutOff.Begin(hosts, arguments);
            await CutOff.IsInAsync(run, 3, step);
            await LabHosts.PowerOffAsync(3);
            await LabHosts.PowerOnAsync();
            Assert.True((await run).ExitCode is 3 or 4, (await run).StandardError);
            // The lock of the run that was cut off is there still, and its operator is not.
            arguments = ["apply", "--resume", "--break-lock"];
            await Eventually.HoldsAsync(async () => (await hosts.RunAsync("plan")).Exit is not 4, "the host can be reached", TimeSpan.FromMinutes(2));
        }

        await CutOff.EndsAsWantedAsync(hosts);
    }
}
