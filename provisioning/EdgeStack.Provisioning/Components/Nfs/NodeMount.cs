using System.Collections.Immutable;
using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>An export in a node's own tree, mounted when somebody looks there first, so that a node boots without its server.</summary>
/// <param name="mount">Where.</param>
/// <param name="export">What.</param>
/// <param name="server">Of which node.</param>
internal sealed class NodeMount(NfsMount mount, NfsExport export, Node server) : IStep
{
    private readonly FactQuery.Command _state = new($"timeout -k 1 15 stat -f -c %T {mount.Path}");

    public string Name => $"nfs.mount.{export.Name}";

    public string Title => $"{export.Name} at {mount.Path}";

    public ImmutableArray<FactQuery> Queries => [NfsKernel.ClientQuery, .. Files.Queries, _state];

    public ImmutableArray<StepKey> After => [new StepKey(server.Name, "nfs.server"), new StepKey(server.Name, "nfs.exports")];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (!NfsKernel.Mounts(facts))
            return new StepOutcome.Unsupported("its kernel cannot mount NFS");
        StepOutcome outcome = Files.Judge(facts);
        // What is mounted already would stay as it is, and be in the way of what waits for the first look.
        return outcome is StepOutcome.Change change ? change with { Actions = change.Actions.Insert(change.Actions.Length - 1, new NodeAction.Run($"let go of {mount.Path}", $"systemctl daemon-reload; systemctl stop '{UnitName}.mount'")) }
            : facts[_state].Text is "nfs" or "nfs4" ? outcome
            : new StepOutcome.Blocked($"{mount.Path} cannot be mounted", $"`systemctl status '{UnitName}.mount'` on the node says why");
    }

    /// <summary>A path as systemd writes it in the names of units.</summary>
    public static string Escape(string path)
    {
        StringBuilder name = new();
        foreach (byte letter in Encoding.UTF8.GetBytes(path.Trim('/')))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)':' || (letter == '.' && name.Length > 0);
            name.Append(letter == '/' ? "-" : isPlain ? $"{(char)letter}" : $"\\x{letter:x2}");
        }

        return name.ToString();
    }

    private string UnitName => Escape(mount.Path);

    private FileStep Files
    {
        get
        {
            ManagedFile unit = new($"/etc/systemd/system/{UnitName}.mount", Content.OfText($"""
                # managed by edgestack: {Name}
                [Unit]
                Description={export.Name} of {server.Name}
                Wants=network-online.target
                After=network-online.target

                [Mount]
                What={ExportAccess.TargetOf(server)}:{export.Path}
                Where={mount.Path}
                Type=nfs4
                Options=nfsvers=4.2,hard,noatime,nosuid,nodev,timeo=600,retrans=2,_netdev

                """));
            ManagedFile waiting = new($"/etc/systemd/system/{UnitName}.automount", Content.OfText($"""
                # managed by edgestack: {Name}
                [Unit]
                Description={export.Name} of {server.Name}, when somebody looks there

                [Automount]
                Where={mount.Path}

                [Install]
                WantedBy=remote-fs.target

                """));
            return new FileStep(Name, Title, [unit, waiting], new UnitState($"{UnitName}.automount", [unit, waiting]));
        }
    }
}
