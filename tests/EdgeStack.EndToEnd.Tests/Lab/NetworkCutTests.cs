using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>The cable is pulled in the middle of one kind of step after the other. The host goes on alone; who sits before the run learns of it when nothing was heard for a minute.</summary>
[Collection(LabTests.Name)]
public sealed class NetworkCutTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    // Hosts that are cut off in the same run: packages, and a file with its service; what may lock us out, and a server's configuration; statements to a database.
    private static readonly (int Node, string Step)[][] Runs = [[(2, "base.packages"), (3, "base.journal")], [(2, "base.firewall"), (3, "nfs.server")], [(3, "db.users")]];

    [Fact]
    public async Task After_each_of_them_the_run_is_resumed_and_ends_in_the_state_that_was_wanted()
    {
        hosts.Require();
        await CutOff.PrepareAsync(hosts);
        string[] arguments = ["apply", "--yes"];
        foreach ((int Node, string Step)[] cuts in Runs)
        {
            Task<BufferedCommandResult> run = CutOff.Begin(hosts, arguments);
            try
            {
                await Task.WhenAll(cuts.Select(one => PullAsync(run, one.Node, one.Step)));
                BufferedCommandResult cut = await run;
                Assert.True(cut.ExitCode is 3 or 4, cut.StandardError);
                // Between the step's answer and its confirmation, or behind a step that was quick, it is lost as well.
                Assert.All(cuts, one => Assert.Matches($"error ES110[1-6]: node{one.Node} |error ES1207: node{one.Node} ", cut.StandardError));
                Assert.Contains("edgestack apply --resume", cut.StandardError, StringComparison.Ordinal);
            }
            finally
            {
                foreach ((int node, _) in cuts)
                    await LabHosts.CableAsync(node, isPlugged: true);
            }

            arguments = ["apply", "--resume", "--break-lock"];
            await Eventually.HoldsAsync(async () => (await hosts.RunAsync("plan")).Exit is not 4, "the hosts can be reached", TimeSpan.FromMinutes(2));
        }

        await CutOff.EndsAsWantedAsync(hosts);
    }

    private static async Task PullAsync(Task<BufferedCommandResult> run, int node, string step)
    {
        await CutOff.IsInAsync(run, node, step);
        await LabHosts.CableAsync(node, isPlugged: false);
    }
}
