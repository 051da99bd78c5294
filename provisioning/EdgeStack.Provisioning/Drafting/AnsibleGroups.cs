using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>Hosts, groups and variables of an Ansible inventory, as they are read; <see cref="Hosts"/> puts them together.</summary>
internal sealed class AnsibleGroups
{
    private const string All = "all";

    private readonly List<string> _hosts = [];
    private readonly Dictionary<string, Dictionary<string, string>> _ofHost = new(StringComparer.Ordinal), _ofGroup = new(StringComparer.Ordinal);
    private readonly HashSet<(string Group, string Host)> _members = [];
    private readonly HashSet<(string Group, string Child)> _children = [];

    public void AddHost(string group, string host, IEnumerable<KeyValuePair<string, string>> variables)
    {
        if (_ofHost.TryAdd(host, new Dictionary<string, string>(StringComparer.Ordinal)))
            _hosts.Add(host);
        _members.Add((group, host));
        foreach ((string name, string value) in variables)
            _ofHost[host][name] = value;
    }

    public void AddChild(string group, string child) => _children.Add((group, child));

    public void SetVariable(string group, string name, string value)
    {
        if (!_ofGroup.TryGetValue(group, out Dictionary<string, string>? variables))
            _ofGroup[group] = variables = new Dictionary<string, string>(StringComparer.Ordinal);
        variables[name] = value;
    }

    /// <summary>Every host, in the order in which it was first named.</summary>
    public IEnumerable<AnsibleHost> Hosts() => _hosts.Select(host =>
    {
        // How far out a group is: the nearer one is heard later, and so goes before.
        Dictionary<string, int> distance = new(StringComparer.Ordinal);
        foreach ((string group, string member) in _members)
        {
            if (member == host)
                Climb(group, 0, distance);
        }

        distance[All] = int.MaxValue;
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string group in distance.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key))
            Put(_ofGroup.GetValueOrDefault(group), variables);
        Put(_ofHost[host], variables);
        distance.Remove(All);
        return new AnsibleHost(host, distance.Keys.ToImmutableSortedSet(StringComparer.Ordinal), variables.ToImmutableSortedDictionary(StringComparer.Ordinal));
    });

    // A group that is around itself is walked once.
    private void Climb(string group, int steps, Dictionary<string, int> distance)
    {
        if (distance.TryGetValue(group, out int before) && before >= steps || steps > _children.Count)
            return;
        distance[group] = steps;
        foreach ((string around, string child) in _children)
        {
            if (child == group)
                Climb(around, steps + 1, distance);
        }
    }

    private static void Put(Dictionary<string, string>? from, Dictionary<string, string> into)
    {
        foreach ((string name, string value) in from ?? [])
            into[name] = value;
    }
}
