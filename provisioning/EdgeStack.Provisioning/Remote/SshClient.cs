using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Remote;

/// <summary>Opens shells on the nodes of a cluster. Keeps the configuration for ssh in a folder of its own, which is gone afterwards.</summary>
internal sealed class SshClient : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgestack-ssh-");
    private readonly Cluster _cluster;
    private readonly TimeProvider _time;
    private readonly Func<SecretReference, CancellationToken, Task<Secret>> _secrets;

    /// <param name="cluster">Whose nodes.</param>
    /// <param name="folder">Has the host keys that somebody has vouched for.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="secrets">Fetches a secret.</param>
    /// <param name="time">The clock of every limit.</param>
    public SshClient(Cluster cluster, ClusterFolder folder, string home, TimeProvider time, Func<SecretReference, CancellationToken, Task<Secret>> secrets)
    {
        (_cluster, _time, _secrets) = (cluster, time, secrets);
        foreach (Node node in cluster.Nodes.Where(node => node.Access.HostKey is not null))
            File.WriteAllText(PinOf(node)!, $"* {node.Access.HostKey}\n");
        ImmutableArray<string> known = [folder.KnownHosts, Path.Combine(home, ".ssh", "known_hosts")];
        File.WriteAllText(ConfigFile, new SshConfig(cluster, known, PinOf, home).Write());
    }

    /// <summary>The configuration for ssh.</summary>
    public string ConfigFile => Path.Combine(_folder.FullName, "config");

    /// <exception cref="RemoteException">It cannot be reached or used.</exception>
    public async Task<IRemoteShell> OpenAsync(Node node, CancellationToken stop)
    {
        SshDestination destination = new(ConfigFile, HostOf(node), node.Access.Become)
        {
            Password = node.Access.Password is { } reference ? await _secrets(reference, stop) : null,
        };
        return await SshShell.OpenAsync(node.Name, destination, _time, stop);
    }

    /// <summary>What ssh is asked for.</summary>
    public string HostOf(Node node) => SshConfig.HostOf(node, _cluster);

    /// <summary>A path in the folder that is gone afterwards.</summary>
    public string TemporaryFile(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    // By its place, since a name is a person's and this is a file's.
    private string? PinOf(Node node) => node.Access.HostKey is null ? null
        : Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"pin-{_cluster.Nodes.IndexOf(node)}"));
}
