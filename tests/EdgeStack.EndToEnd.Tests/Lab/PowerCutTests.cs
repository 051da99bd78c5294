using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>The power goes in the middle of one kind of step after the other, on the host that does everything.</summary>
[Collection(LabTests.Name)]
public sealed class PowerCutTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    // A file and its service; what may lock us out; a server's configuration; packages with services of their own; statements to a database.
    private static readonly string[] Steps = ["base.journal", "base.firewall", "nfs.server", "db.install", "db.users"];

    private const string Everything = """
          storage:
            node: node3
            nfs: { server: ganesha, exports: [{ name: k8s, path: /data/k8s }] }
          database:
            node: node3
            profile: 1G
            databases: [shop]
            users: [{ name: shop, from: k3sNodes, password: { file: shop-password }, grants: [{ on: shop.*, privs: [ALL] }] }]
        """;

    [Fact]
    public async Task After_each_of_them_the_run_is_resumed_and_ends_in_the_state_that_was_wanted()
    {
        hosts.Require();
        string file = Path.Combine(hosts.Folder, "shop-password");
        await File.WriteAllTextAsync(file, "of-the-shop-7Qx\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        hosts.WriteInventory(more: Everything);

        string[] arguments = ["apply", "--yes"];
        foreach (string step in Steps)
        {
            Task<BufferedCommandResult> run = hosts.Edgestack(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken).Task;
            await Eventually.HoldsAsync(() => Task.FromResult(LabHosts.IsOpen(3, step) || run.IsCompleted), $"{step} has begun", TimeSpan.FromMinutes(5));
            Assert.False(run.IsCompleted, run.IsCompleted ? $"ended before {step}: {(await run).StandardError}" : "");
            await LabHosts.PowerOffAsync(3);
            await LabHosts.PowerOnAsync();
            Assert.True((await run).ExitCode is 3 or 4, (await run).StandardError);
            // The lock of the run that was cut off is there still, and its operator is not.
            arguments = ["apply", "--resume", "--break-lock"];
            await Eventually.HoldsAsync(async () => (await hosts.RunAsync("plan")).Exit is not 4, "the host can be reached", TimeSpan.FromMinutes(2));
        }

        await hosts.ExpectAsync(0, arguments);
        await hosts.ExpectAsync(0, "verify");
        Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
        Assert.Equal("2\n", await LabHosts.AsRootAsync(3, "mariadb -NBe \"SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'shop'\""));
    }
}
