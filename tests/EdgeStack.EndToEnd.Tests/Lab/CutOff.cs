using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>Runs that are cut off in the middle of a step, on hosts of which node3 does everything.</summary>
internal static class CutOff
{
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

    /// <summary>Writes the inventory, and the password that it names.</summary>
    public static async Task PrepareAsync(LabHosts hosts)
    {
        string file = Path.Combine(hosts.Folder, "shop-password");
        await File.WriteAllTextAsync(file, "of-the-shop-7Qx\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        hosts.WriteInventory(more: Everything);
    }

    /// <summary>Begins what may be cut off.</summary>
    public static Task<BufferedCommandResult> Begin(LabHosts hosts, params string[] arguments) => hosts.Edgestack(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken).Task;

    /// <summary>Returns when the run is in the middle of that step; fails with what it said when it ends before.</summary>
    public static async Task IsInAsync(Task<BufferedCommandResult> run, int node, string step)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(LabHosts.IsOpen(node, step) || run.IsCompleted), $"node{node}'s {step} has begun", TimeSpan.FromMinutes(5));
        Assert.False(run.IsCompleted, run.IsCompleted ? $"ended with {(await run).ExitCode} before node{node}'s {step}: {(await run).StandardOutput}{(await run).StandardError}" : "");
    }

    /// <summary>Goes on with it to its end, after which nothing is left to do and the database can be used as wanted.</summary>
    public static async Task EndsAsWantedAsync(LabHosts hosts)
    {
        await hosts.ExpectAsync(0, "apply", "--resume", "--break-lock");
        await hosts.ExpectAsync(0, "verify");
        Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
        // Nothing waits to take back what is there.
        foreach (int node in (int[])[1, 2, 3])
            Assert.Equal("", await LabHosts.AsRootAsync(node, "ls /etc/systemd/system | grep edgestack-revert || :"));
        Assert.Equal("2\n", await LabHosts.AsRootAsync(3, "mariadb -NBe \"SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'shop'\""));
    }
}
