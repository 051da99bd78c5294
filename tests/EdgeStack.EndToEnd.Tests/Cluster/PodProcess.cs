using System.Globalization;
using System.IO.Compression;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The gateway's process inside a pod. The node is this machine, so it is among its own processes, known by the pod's cgroup.</summary>
internal static class PodProcess
{
    /// <summary>Its id on the node; null while the container does not run.</summary>
    public static int? Of(string podUid)
    {
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid))
                continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith("/edgestack-gateway", StringComparison.Ordinal)
                    && File.ReadAllText(Path.Combine(folder, "cgroup")).Replace('_', '-').Contains(podUid, StringComparison.Ordinal))
                    return pid;
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return null;
    }

    /// <summary>True when the last good routes that it keeps on disk have the text in them: a line of its own, then compressed JSON.</summary>
    public static bool HasSaved(int pid, string text)
    {
        try
        {
            byte[] file = File.ReadAllBytes($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/root/var/lib/edgestack/gateway/routes");
            using GZipStream json = new(new MemoryStream(file[(Array.IndexOf(file, (byte)'\n') + 1)..]), CompressionMode.Decompress);
            using StreamReader reader = new(json);
            return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it ended meanwhile, or the file is not there yet
        }
    }

    /// <param name="pid">As <see cref="Of"/> returns it.</param>
    /// <param name="signal">KILL, STOP or CONT.</param>
    public static async Task SignalAsync(int pid, string signal) =>
        await Cli.Wrap("kill").WithArguments([$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]).ExecuteAsync();
}
