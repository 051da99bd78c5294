using System.Globalization;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The test cluster's API server as a process that can be taken away. <c>../shared/cluster/up</c> brings it back with its data.</summary>
internal static class ApiServer
{
    private static string PidFile => Path.Combine(Path.GetTempPath(), "edge-cluster", "apiserver.pid");

    private static string Up => Path.Combine(RepositoryRoot.Path, "..", "shared", "cluster", "up");

    public static async Task KillAsync()
    {
        int pid = int.Parse(await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        await PodProcess.SignalAsync(pid, "KILL");
    }

    /// <summary>Also for a failed test: the tests after it need the server.</summary>
    public static async Task BringBackAsync() => await Cli.Wrap(Up).ExecuteBufferedAsync(CancellationToken.None);
}
