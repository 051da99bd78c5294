using System.Collections.Immutable;
using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Remote;

/// <summary>
/// Fetches the host key that a node shows, by ssh itself, so that it also works through a jump: a connection that logs nobody in, with an empty file of known hosts of its own.
/// </summary>
internal sealed class HostKeys(SshClient ssh)
{
    /// <summary>The lines for a file of known hosts, as ssh writes them.</summary>
    /// <exception cref="RemoteException">It cannot be reached.</exception>
    public async Task<ImmutableArray<string>> FetchAsync(Node node, CancellationToken stop)
    {
        string fresh = ssh.TemporaryFile($"shown-by-{node.Name}");
        string host = ssh.HostOf(node);
        BufferedCommandResult result;
        try
        {
            result = await Cli.Wrap("ssh")
            .WithArguments(["-F", ssh.ConfigFile, "-o", "StrictHostKeyChecking=accept-new", "-o", $"UserKnownHostsFile={fresh}", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "HashKnownHosts=no",
                "-o", "PreferredAuthentications=none", "-T", "--", host, "true"])
            .WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(stop);
        }
        catch (Win32Exception)
        {
            throw new RemoteException(SshFaults.NoClient);
        }

        string[] lines = File.Exists(fresh) ? await File.ReadAllLinesAsync(fresh, stop) : [];
        return lines.Length > 0 ? [.. lines] : throw new RemoteException(SshFaults.Of(result.StandardError, host, node.Name));
    }

    /// <summary><c>SHA256:…</c> of a line of known hosts, as sshd's own host shows it.</summary>
    public static string Fingerprint(string line) => line.Split(' ') is [_, var kind, var key, ..]
        ? $"{kind} SHA256:{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(key))).TrimEnd('=')}"
        : line;

    /// <summary>The type and the key, without the host.</summary>
    public static string KeyOf(string line) => line.Split(' ') is [_, var kind, var key, ..] ? $"{kind} {key}" : line;

    /// <summary>Notes keys in a file of known hosts, in the place of those that the same host had.</summary>
    public static void Note(string file, IReadOnlyCollection<string> lines)
    {
        HashSet<string> hosts = [.. lines.Select(line => line.Split(' ')[0])];
        string[] kept = File.Exists(file) ? [.. File.ReadAllLines(file).Where(line => !hosts.Contains(line.Split(' ')[0]))] : [];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string beside = $"{file}.new";
        File.WriteAllText(beside, string.Concat(kept.Concat(lines).Select(line => $"{line}\n")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, file, overwrite: true);
    }
}
