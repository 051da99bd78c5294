using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>From hosts of Ansible to a draft, and everything that was not taken over, in words. No password is taken.</summary>
internal sealed partial class AnsibleImport
{
    private const string Jinja = "{{";

    private static readonly FrozenDictionary<string, string> RoleOfGroup = new (string Role, string[] Groups)[]
    {
        (Roles.Server, ["master", "masters", "server", "servers", "k3s_master", "k3s_masters", "k3s_server", "k3s_servers", "control_plane", "controlplane", "controller", "controllers", "kube_control_plane"]),
        (Roles.Agent, ["node", "nodes", "agent", "agents", "worker", "workers", "k3s_node", "k3s_nodes", "k3s_agent", "k3s_agents", "k3s_worker", "k3s_workers", "kube_node"]),
        (Roles.Storage, ["storage", "nfs", "nfs_server", "nfs_servers"]),
        (Roles.Database, ["database", "databases", "db", "dbs", "mariadb", "mysql"]),
    }.SelectMany(pair => pair.Groups.Select(group => (group, pair.Role))).ToFrozenDictionary(pair => pair.group, pair => pair.Role, StringComparer.OrdinalIgnoreCase);

    // Groups that say nothing but that hosts belong together.
    private static readonly FrozenSet<string> Around = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "ungrouped", "cluster", "k3s_cluster", "k3s", "kubernetes");

    private static readonly string[] Address = ["ansible_host", "ansible_ssh_host"], User = ["ansible_user", "ansible_ssh_user"], Port = ["ansible_port", "ansible_ssh_port"],
        Key = ["ansible_ssh_private_key_file", "ansible_private_key_file"], Arguments = ["ansible_ssh_common_args", "ansible_ssh_extra_args"],
        SudoPassword = ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"], LoginPassword = ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"];

    // Read above, or said elsewhere in another way: how Ansible gets there and with which Python is its own affair.
    private static readonly FrozenSet<string> Silent = FrozenSet.Create(StringComparer.Ordinal,
        [.. Address, .. User, .. Port, .. Key, .. Arguments, .. SudoPassword, .. LoginPassword, "ansible_become", "ansible_python_interpreter"]);

    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<AnsibleHost> _hosts;
    private readonly FrozenDictionary<string, string> _names;

    private AnsibleImport(ImmutableArray<AnsibleHost> hosts)
    {
        _hosts = hosts;
        HashSet<string> taken = new(StringComparer.Ordinal);
        _names = hosts.ToFrozenDictionary(host => host.Name, host => NameOf(host.Name, taken), StringComparer.Ordinal);
    }

    /// <param name="name">The cluster's.</param>
    /// <param name="hosts">Hosts of Ansible.</param>
    public static (InventoryDraft Draft, ImmutableArray<string> Notes) Of(string name, ImmutableArray<AnsibleHost> hosts)
    {
        AnsibleImport import = new(hosts);
        InventoryDraft draft = new(name, [.. hosts.Select(import.NodeOf)]);
        import.NoteTheRest();
        return (draft, import._notes.ToImmutable());
    }

    private DraftNode NodeOf(AnsibleHost host)
    {
        string name = _names[host.Name];
        if (name != host.Name)
            _notes.Add($"{host.Name} is called {name} here, and `edgestack apply` gives it that host name");
        return new DraftNode(name, Value(host, Address) ?? host.Name, RolesOf(host))
        {
            User = Value(host, User),
            Port = PortOf(host),
            IdentityFile = Value(host, Key),
            Jump = JumpOf(host),
            AsksPassword = host.Variable(SudoPassword) is not null,
        };
    }

    // Kubernetes takes letters, digits and '-'; a name with dots is called by its first part, as its owner calls it.
    private static string NameOf(string written, HashSet<string> taken)
    {
        string whole = Foreign().Replace(written.ToLowerInvariant(), "-").Trim('-');
        string name = IPAddress.TryParse(written, out _) ? $"node-{whole}" : Foreign().Replace(written.ToLowerInvariant().Split('.')[0], "-").Trim('-');
        if (name.Length == 0 || taken.Contains(name))
            name = whole;
        name = name.Length > 63 ? name[..63].TrimEnd('-') : name;
        taken.Add(name);
        return name;
    }

    private ImmutableArray<string> RolesOf(AnsibleHost host)
    {
        HashSet<string> roles = [.. host.Groups.Select(group => RoleOfGroup.GetValueOrDefault(group.Replace('-', '_'))).OfType<string>()];
        // A server of k3s carries workloads too.
        if (roles.Contains(Roles.Server) && roles.Remove(Roles.Agent))
            _notes.Add($"{host.Name} is a server and an agent there; a server does both");
        return [.. Roles.Names.Where(roles.Contains)];
    }

    private int? PortOf(AnsibleHost host)
    {
        if (Value(host, Port) is not { } written)
            return null;
        if (int.TryParse(written, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= 65535)
            return port;
        _notes.Add($"port of {host.Name}: '{written}' is none");
        return null;
    }

    private string? JumpOf(AnsibleHost host)
    {
        if (Value(host, Arguments) is not { } arguments)
            return null;
        if (ProxyJump().Match(arguments) is { Success: true } match)
        {
            string jump = match.Groups["host"].Value;
            AnsibleHost? node = _hosts.FirstOrDefault(other => other.Name == jump || other.Variable(Address) == jump);
            return node is null ? jump : _names[node.Name];
        }

        _notes.Add($"options of ssh for {host.Name} ({arguments}): not taken over; write what they say into ~/.ssh/config");
        return null;
    }

    /// <summary>A value that stands there; one that Ansible makes when it runs does not.</summary>
    private string? Value(AnsibleHost host, string[] names)
    {
        if (host.Variable(names) is not { } value)
            return null;
        if (!value.Contains(Jinja, StringComparison.Ordinal))
            return value;
        _notes.Add($"{names[0]} of {host.Name}: Ansible makes it when it runs; write it into the inventory");
        return null;
    }

    private void NoteTheRest()
    {
        Note("password of sudo", "not copied: it is asked for ({ prompt: true })", host => host.Variable(SudoPassword) is not null);
        Note("password of the login", "not copied: edgestack logs in by key only; `ssh-copy-id` brings a key there", host => host.Variable(LoginPassword) is not null);
        Note("another way than ssh", "everything here goes over ssh", host => host.Variable("ansible_connection") is { } way && way is not ("ssh" or "smart" or "paramiko"));
        Note("another way than sudo to become root", "here it is sudo", host => host.Variable("ansible_become_method") is { } way && way != "sudo");
        string[] variables = [.. _hosts.SelectMany(host => host.Variables.Keys).Where(name => !Silent.Contains(name) && name is not ("ansible_connection" or "ansible_become_method")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (variables.Length > 0)
            _notes.Add($"variables that say nothing here: {string.Join(", ", variables)}");
        string[] groups = [.. _hosts.SelectMany(host => host.Groups).Distinct(StringComparer.Ordinal).Where(group => !RoleOfGroup.ContainsKey(group.Replace('-', '_')) && !Around.Contains(group.Replace('-', '_'))).Order(StringComparer.Ordinal)];
        if (groups.Length > 0)
            _notes.Add($"groups that say nothing here: {string.Join(", ", groups)}; a node's roles are {string.Join(", ", Roles.Names)}");
    }

    private void Note(string what, string why, Func<AnsibleHost, bool> has)
    {
        string[] hosts = [.. _hosts.Where(has).Select(host => host.Name)];
        if (hosts.Length > 0)
            _notes.Add($"{what} ({string.Join(", ", hosts)}): {why}");
    }

    [GeneratedRegex("[^a-z0-9-]+")]
    private static partial Regex Foreign();

    [GeneratedRegex("""(ProxyJump[=\s]+|(^|\s|"|')-J\s*)["']?(?<host>[^\s"',]+)["']?""", RegexOptions.ExplicitCapture)]
    private static partial Regex ProxyJump();
}
