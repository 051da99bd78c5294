using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Remote;

/// <summary>
/// The configuration that ssh is given for a cluster: what must hold (a known host key, no questions), what the inventory says of each node, and below that whatever
/// the user's own configuration says. A file, and not arguments, because ssh hands it on to the ssh that it starts for a jump.
/// </summary>
/// <param name="cluster">Whose nodes.</param>
/// <param name="knownHosts">Files of known hosts, the first of them ours.</param>
/// <param name="pinOf">The file with the one key that a node must have; null when the inventory names none.</param>
/// <param name="home">The user's home.</param>
internal sealed class SshConfig(Cluster cluster, ImmutableArray<string> knownHosts, Func<Node, string?> pinOf, string home)
{
    private readonly StringBuilder _text = new();

    /// <summary>What ssh is asked for. It is the node's address, so that the user's own entries for it hold; its name when several share the address.</summary>
    public static string HostOf(Node node, Cluster cluster) => cluster.Nodes.Count(other => other.Address == node.Address) > 1 ? node.Name : node.Address;

    public string Write()
    {
        _text.Clear();
        foreach (Node node in cluster.Nodes)
            Write(node);
        Line("Match", "all");
        foreach ((string keyword, string value) in Always)
            Line(keyword, value);
        Line("UserKnownHostsFile", [.. knownHosts.Select(Escaped)]);
        ImmutableArray<string> own = [.. cluster.Nodes.Select(node => node.Access.ConfigFile).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (string file in own.IsEmpty ? [$"{home}/.ssh/config", "/etc/ssh/ssh_config"] : own)
            Line("Include", [Full(file)]);
        return _text.ToString();
    }

    private static IEnumerable<(string Keyword, string Value)> Always =>
    [
        ("BatchMode", "yes"),
        ("StrictHostKeyChecking", "yes"),
        ("UpdateHostKeys", "no"),
        ("ConnectTimeout", "10"),
        ("ServerAliveInterval", "15"),
        ("ServerAliveCountMax", "4"),
        // A connection of its own: an older one that is shared would not notice that sshd lets nobody in any more.
        ("ControlMaster", "no"),
        ("ControlPath", "none"),
        ("ForwardAgent", "no"),
        ("ForwardX11", "no"),
        ("PermitLocalCommand", "no"),
        ("RequestTTY", "no"),
        ("LogLevel", "ERROR"),
    ];

    private void Write(Node node)
    {
        NodeAccess access = node.Access;
        Line("Host", HostOf(node, cluster));
        if (HostOf(node, cluster) != node.Address)
            Line("HostName", node.Address);
        if (access.User is { } user)
            Line("User", user);
        if (access.Port is { } port)
            Line("Port", port.ToString(CultureInfo.InvariantCulture));
        if (access.IdentityFile is { } key)
            Line("IdentityFile", [Escaped(Full(key))]);
        // ssh takes the rest of the line as it is, quotes and all.
        if (access.Jump is { } jump)
            Line("ProxyJump", cluster.Nodes.FirstOrDefault(other => other.Name == jump) is { } over ? HostOf(over, cluster) : jump);
        if (pinOf(node) is not { } pin)
            return;
        Line("UserKnownHostsFile", [Escaped(pin)]);
        Line("GlobalKnownHostsFile", "/dev/null");
    }

    private string Full(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;

    // '%' begins a token.
    private static string Escaped(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    private void Line(string keyword, string value) => _text.Append(CultureInfo.InvariantCulture, $"{keyword} {value}\n");

    /// <exception cref="ArgumentException">A path has a quote or a line break, for which ssh's configuration has no way.</exception>
    private void Line(string keyword, string[] paths)
    {
        if (paths.FirstOrDefault(path => path.AsSpan().IndexOfAny('"', '\n', '\r') >= 0) is { } path)
            throw new ArgumentException($"a path for ssh ({keyword}) cannot have a quote or a line break: {path}", nameof(paths));
        Line(keyword, string.Join(' ', paths.Select(path => $"\"{path}\"")));
    }
}
