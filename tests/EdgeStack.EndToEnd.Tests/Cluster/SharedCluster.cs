using System.Collections;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The real cluster, when one is up on this machine.</summary>
internal static class SharedCluster
{
    /// <summary>Why tests are skipped without it.</summary>
    public const string IsMissing = "No real cluster: ../shared/cluster/up has not been run, or ../shared is not there.";

    private static readonly string ImageTool = Path.Combine(RepositoryRoot.Path, "..", "shared", "cluster", "image");

    /// <summary>Null when there is no cluster.</summary>
    public static Kubectl? Kubectl()
    {
        string usual = Path.Combine(Path.GetTempPath(), "edge-cluster", "admin.kubeconfig");
        string? kubeconfig = new[] { Environment.GetEnvironmentVariables()["KUBECONFIG"] as string, usual }.FirstOrDefault(File.Exists);
        return kubeconfig is null || !File.Exists(ImageTool) ? null : new Kubectl(kubeconfig);
    }

    /// <summary>Brings a program into the cluster.</summary>
    /// <param name="image">Its name there, <c>edge/gateway:end-to-end</c>.</param>
    /// <param name="program">The program, which the image starts.</param>
    /// <param name="also">What else is in it, as the tool takes it.</param>
    public static async Task MakeImageAsync(string image, string program, params IEnumerable<string> also) =>
        await Cli.Wrap(ImageTool).WithArguments([image, "--entrypoint", $"/{Path.GetFileName(program)}", "--user", "65532", program, .. also]).ExecuteBufferedAsync();
}
