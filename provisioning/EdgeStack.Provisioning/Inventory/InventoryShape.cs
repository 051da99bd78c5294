using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What may stand in an inventory (docs/contracts/inventory.md).</summary>
internal static class InventoryShape
{
    public const string ApiVersion = "edgestack.dev/v1alpha1";

    // RFC 1123: what Kubernetes takes as the name of a node.
    private const string Name = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    // An address or a name as ssh takes it. Never '-' first: ssh would read an option.
    private const string Host = "[A-Za-z0-9_][A-Za-z0-9._:-]{0,252}";

    /// <summary>What a secret of our own vault may be called.</summary>
    public const string SecretName = "[A-Za-z0-9_][A-Za-z0-9_./-]{0,127}";

    private const string UserName = "[a-z_][a-z0-9_-]{0,31}";
    private const string Range = "[0-9a-fA-F.:]{2,45}(/[0-9]{1,3})?";

    private static readonly Shape Port = new Shape.Whole(1, 65535);

    private static readonly Shape.Reference Secret = new(
    [
        new Field("env", new Shape.Text("the name of an environment variable", "[A-Za-z_][A-Za-z0-9_]*"), "An environment variable of whoever runs edgestack."),
        new Field("file", new Shape.Text("a path"), "A file that nobody else may read (mode 0600); its last line end does not count."),
        new Field("prompt", new Shape.Choice(["true"]), "Asked for at the terminal, once."),
        new Field("exec", new Shape.List(new Shape.Text("a word")), "A program and its words, [pass, show, home/db] for one: what it writes within a minute, without the last line end. No shell is in between."),
        new Field("sops", new Shape.Text("FILE#KEY", "[^#]+#[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"), "A value of a file that sops has sealed, with dots between its keys: secrets.yaml#db.password."),
        new Field("secret", new Shape.Text("the name of a secret", SecretName), "What `edgestack secrets set NAME` has kept, sealed, in .edgestack/secrets.json."),
    ]);

    private static readonly Shape.Mapping Ssh = new("how ssh gets there",
    [
        new Field("user", new Shape.Text("a user name", UserName), "Who logs in. Without it, whoever ~/.ssh/config says."),
        new Field("port", Port, "Port of sshd. Without it, whatever ~/.ssh/config says."),
        new Field("identityFile", new Shape.Text("a path"), "The private key. Without it, those of ~/.ssh/config and the agent."),
        new Field("jump", new Shape.Text("a node of this inventory or user@host:port", $"({UserName}@)?{Host}"), "The host through which this one is reached: a node's name, or what `ssh -J` takes."),
        new Field("configFile", new Shape.Text("a path"), "Instead of ~/.ssh/config."),
    ]);

    private static readonly Shape.Mapping Become = new("how the user becomes root",
    [
        new Field("method", new Shape.Choice(["sudo", "none"]), "none: the user that logs in is root.") { Default = "sudo" },
        new Field("password", Secret, "What sudo asks for. Without it sudo must not ask."),
    ]);

    private static readonly Shape.Mapping Firewall = new("the firewall",
    [
        new Field("enabled", new Shape.Flag(), "Lets only those in who have a reason, by a table of its own (nftables).") { Default = "true" },
        new Field("adminCidrs", new Shape.List(new Shape.Text("a range of addresses", Range)), "Who may use ssh. Without it: everybody."),
    ]);

    private static readonly Shape.Mapping Base = new("the system below",
    [
        new Field("timezone", new Shape.Text("a time zone of the tz database, Europe/Copenhagen for one", "[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}"), "Without it, left as it is."),
        new Field("swap", new Shape.Choice(["keep", "off"]), "Swap on an SD card wears it out; zram is always kept.") { Default = "keep" },
        new Field("journal", new Shape.Choice(["keep", "limited", "volatile"]), "limited: 200 MB on disk. volatile: in memory, and gone at the next boot.") { Default = "limited" },
        new Field("sshHardening", new Shape.Flag(), "No passwords, no X11, four tries.") { Default = "true" },
        new Field("unattendedUpgrades", new Shape.Choice(["security", "off"]), "Installs security updates by itself; never reboots.") { Default = "security" },
        new Field("firewall", Firewall, "Who may connect to what."),
    ]);

    private static readonly Shape.Mapping Node = new("a node",
    [
        new Field("name", new Shape.Text("a name of lower-case letters, digits and '-'", Name), "Its host name.") { IsRequired = true },
        new Field("address", new Shape.Text("an address or a host name", Host), "What ssh is given.") { IsRequired = true },
        new Field("hostKey", new Shape.Text("a host key: ssh-ed25519 AAAA…", "(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) [A-Za-z0-9+/=]+( .*)?"), "The key that it must have. Without it, the one that `edgestack trust` has noted."),
        new Field("roles", new Shape.List(new Shape.Choice([.. Roles.Names])), "What it does; none of them is necessary."),
        new Field("ssh", Ssh, "How ssh gets there, where it differs from defaults.ssh."),
        new Field("become", Become, "How the user becomes root, where it differs from defaults.become."),
        new Field("base", Base, "The system below, where it differs from defaults.base."),
    ]);

    /// <summary>The whole document.</summary>
    public static Shape.Mapping Document { get; } = new("an inventory",
    [
        new Field("apiVersion", new Shape.Choice([ApiVersion]), "The version of this format.") { IsRequired = true },
        new Field("kind", new Shape.Choice(["Cluster"]), "What the document describes.") { IsRequired = true },
        new Field("metadata", new Shape.Mapping("what it is called", [new Field("name", new Shape.Text("a name of lower-case letters, digits and '-'", Name), "The cluster's name: typed to confirm what deletes data.") { IsRequired = true }]), "What it is called.") { IsRequired = true },
        new Field("spec", new Shape.Mapping("what the cluster is",
        [
            new Field("defaults", new Shape.Mapping("what holds for every node",
            [
                new Field("ssh", Ssh, "How ssh gets to the nodes."),
                new Field("become", Become, "How the user becomes root."),
                new Field("base", Base, "The system below."),
            ]), "What holds for every node that does not say otherwise."),
            new Field("nodes", new Shape.List(Node), "The machines.") { IsRequired = true },
            new Field("storage", StorageShape.Mapping, "What the nodes share, over NFS."),
            new Field("database", DatabaseShape.Of(Secret), "MariaDB on one of the nodes."),
        ]), "What the cluster is.") { IsRequired = true },
    ]);
}
