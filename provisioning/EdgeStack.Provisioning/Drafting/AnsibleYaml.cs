using EdgeStack.Documents;
using EdgeStack.Routes.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>Reads an Ansible inventory in the form of YAML.</summary>
/// <param name="file">Its name, for problems.</param>
internal sealed class AnsibleYaml(string file)
{
    private readonly AnsibleGroups _groups = new();
    private readonly List<Problem> _problems = [];

    public (AnsibleGroups Groups, IReadOnlyList<Problem> Problems) Read(string text)
    {
        YamlReading yaml = YamlDocuments.Read(text);
        if (yaml.Fault is { } fault)
            Tell(fault.At, fault.Message, fault.Fix);
        else if (yaml.Roots is [YamlMappingNode root])
        {
            foreach ((YamlNode name, YamlNode group) in root.Children)
                ReadGroup(TextOf(name), group);
        }
        else
            Tell(Mark.Empty, "is no Ansible inventory", "its groups are the keys of one mapping: `all: { hosts: … }`");

        return (_groups, _problems);
    }

    private void ReadGroup(string group, YamlNode written)
    {
        if (MappingOf(written, $"the group {group}") is not { } parts)
            return;
        foreach ((YamlNode key, YamlNode part) in parts.Children)
        {
            if (MappingOf(part, $"{TextOf(key)} of {group}") is not { } members)
                continue;
            foreach ((YamlNode name, YamlNode value) in members.Children)
                ReadMember(group, key, name, value);
        }
    }

    private void ReadMember(string group, YamlNode key, YamlNode name, YamlNode value)
    {
        switch (TextOf(key))
        {
            case "hosts":
                ReadHosts(group, name, value);
                break;
            case "children":
                _groups.AddChild(group, TextOf(name));
                ReadGroup(TextOf(name), value);
                break;
            case "vars":
                _groups.SetVariable(group, TextOf(name), TextOf(value));
                break;
            default:
                Tell(key.Start, $"{TextOf(key)} is not known in a group", NearestName.Suggestion(TextOf(key), ["hosts", "children", "vars"]));
                break;
        }
    }

    private void ReadHosts(string group, YamlNode name, YamlNode value)
    {
        if (HostPattern.Expand(TextOf(name)) is not { } hosts)
            Tell(name.Start, $"'{TextOf(name)}' is no name of hosts, or of more than {HostPattern.Most}", "web[1:3] is three");
        else if (MappingOf(value, $"the host {TextOf(name)}") is { } variables)
        {
            foreach (string host in hosts)
                _groups.AddHost(group, host, variables.Children.Select(pair => KeyValuePair.Create(TextOf(pair.Key), TextOf(pair.Value))));
        }
    }

    // `host:` with nothing behind it has no variables.
    private YamlMappingNode? MappingOf(YamlNode node, string what)
    {
        if (node is YamlMappingNode mapping)
            return mapping;
        if (node is YamlScalarNode { Value: null or "" or "null" or "~" })
            return [];
        Tell(node.Start, $"{what} is no mapping", null);
        return null;
    }

    // Lists and mappings are values of roles of Ansible's, which have no place here.
    private static string TextOf(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : "{{ }}";

    private void Tell(Mark at, string message, string? fix) =>
        _problems.Add(new Problem(Severity.Error, new SourceLocation(file, file, (int)at.Line, (int)at.Column), message, fix));
}
