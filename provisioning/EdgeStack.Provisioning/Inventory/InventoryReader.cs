using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Schema;
using EdgeStack.Routes.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Reads an inventory: a cluster, or everything that is wrong with the text.</summary>
/// <param name="file">Its name, for problems.</param>
/// <param name="environment">Values for <c>${NAME}</c>.</param>
internal sealed class InventoryReader(string file, Func<string, string?> environment)
{
    private readonly List<Problem> _problems = [];
    private readonly EnvironmentText _expansion = new(environment);

    public InventoryReading Read(string text)
    {
        YamlReading yaml = YamlDocuments.Read(text);
        if (yaml.Fault is { } fault)
            Tell(fault.At, fault.Message, fault.Fix);
        else if (yaml.Roots is not [{ } root])
            Tell(Mark.Empty, $"holds {(yaml.Roots.IsEmpty ? "no document" : $"{yaml.Roots.Length} documents")}; an inventory is one", yaml.Roots.IsEmpty ? "`edgestack init` writes one" : null);
        else
        {
            new ShapeChecker(_expansion, Tell).Check(root, InventoryShape.Document, "");
            if (_problems.Count == 0)
            {
                Cluster cluster = Read(new Fields((YamlMappingNode)root, InventoryShape.Document, _expansion.Expand));
                if (_problems.All(problem => problem.Severity == Severity.Warning))
                    return new InventoryReading(cluster, [.. _problems]);
            }
        }

        return new InventoryReading(null, [.. _problems.OrderBy(problem => problem.Where.Line).ThenBy(problem => problem.Where.Column)]);
    }

    private Cluster Read(Fields document)
    {
        Fields spec = document.Mapping("spec"), defaults = spec.Mapping("defaults");
        ImmutableArray<Fields> written = [.. spec.Mappings("nodes")];
        if (written.IsEmpty)
            Tell(spec.At("nodes"), "spec.nodes is empty", "name at least one machine");
        ImmutableArray<Node> nodes = [.. written.Select(node => ReadNode(node, defaults))];
        TellRepeated(written, "name", "two nodes have the name");
        TellRepeatedAddresses(written, nodes);
        foreach ((Fields fields, Node node) in written.Zip(nodes))
        {
            List<string> way = [node.Name];
            for (Node? over = node; over?.Access.Jump is { } jump && !way.Skip(1).Contains(jump); over = nodes.FirstOrDefault(other => other.Name == jump))
                way.Add(jump);
            if (way.Skip(1).Contains(node.Name))
                Tell(fields.At("ssh"), $"{node.Name} is reached through itself{(way.Count > 2 ? $" ({string.Join(", ", way)})" : "")}", null);
        }

        return new Cluster(document.Mapping("metadata").Text("name")!, nodes)
        {
            Storage = spec.Has("storage") ? new StorageReader(nodes, Tell).Read(spec.Mapping("storage")) : null,
            Database = spec.Has("database") ? new DatabaseReader(nodes, ReadSecret, Tell).Read(spec.Mapping("database")) : null,
        };
    }

    private Node ReadNode(Fields node, Fields defaults)
    {
        Fields ssh = node.Mapping("ssh").Or(defaults.Mapping("ssh")), become = node.Mapping("become").Or(defaults.Mapping("become")), system = node.Mapping("base").Or(defaults.Mapping("base"));
        NodeAccess access = new()
        {
            User = ssh.Text("user"),
            Port = ssh.Has("port") ? ssh.Whole("port") : null,
            IdentityFile = ssh.Text("identityFile"),
            Jump = ssh.Text("jump"),
            ConfigFile = ssh.Text("configFile"),
            HostKey = node.Text("hostKey"),
            Become = become.Text("method") == "none" ? Become.None : Become.Sudo,
            Password = ReadSecret(become, "password"),
        };
        Fields firewall = system.Mapping("firewall");
        ImmutableArray<string> ranges = [.. firewall.Texts("adminCidrs")];
        foreach (string range in ranges.Where(range => !Origins.IsRange(range)))
            Tell(firewall.At("adminCidrs"), $"'{range}' is not a range of addresses", "192.168.1.0/24 is one: the bits behind the prefix are 0");
        return new Node(node.Text("name")!, node.Text("address")!, [.. node.Texts("roles").Distinct(StringComparer.Ordinal)], access, new BaseSettings(
            system.Text("timezone"), system.Text("swap")!, system.Text("journal")!, system.Text("unattendedUpgrades")!, firewall.Flag("enabled") ? new FirewallSettings(ranges) : null)
        {
            HardensSsh = system.Flag("sshHardening"),
        });
    }

    private SecretReference? ReadSecret(Fields fields, string key)
    {
        if (fields.Reference(key) is not var (way, words))
            return null;
        if (way.Length == 0)
            Tell(fields.At(key), $"{key}: a secret does not stand in the inventory itself", "say where it comes from: { env: NAME }, { file: PATH }, { secret: NAME } or { prompt: true }");
        if (way == "exec" && words.IsEmpty)
            Tell(fields.At(key), $"{key}: exec names no program", "[pass, show, NAME] is one with its words");
        return way switch
        {
            "env" => new SecretReference.Variable(words[0]),
            "file" => new SecretReference.File(words[0]),
            "exec" => new SecretReference.Exec(words),
            "sops" => new SecretReference.Sops(words[0].Split('#')[0], words[0].Split('#')[1]),
            "secret" => new SecretReference.Stored(words[0]),
            "prompt" => new SecretReference.Prompt(),
            _ => null,
        };
    }

    private void TellRepeated(ImmutableArray<Fields> nodes, string key, string what)
    {
        foreach (Fields again in nodes.GroupBy(node => node.Text(key), StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
            Tell(again.At(key), $"{what} '{again.Text(key)}'", null);
    }

    // Behind one address there may be several, each at its own port.
    private void TellRepeatedAddresses(ImmutableArray<Fields> written, ImmutableArray<Node> nodes)
    {
        foreach ((Fields fields, Node node) in written.Zip(nodes).GroupBy(pair => (pair.Second.Address, pair.Second.Access.Port, pair.Second.Access.Jump)).SelectMany(group => group.Skip(1)))
            Tell(fields.At("address"), $"two nodes have the address '{node.Address}' and the same port", "which of the two is it?");
    }

    private void Tell(Mark at, string message, string? fix) =>
        _problems.Add(new Problem(Severity.Error, new SourceLocation(file, file, (int)at.Line, (int)at.Column), message, fix));
}
