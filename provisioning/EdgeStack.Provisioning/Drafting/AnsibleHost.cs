using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>A host of an Ansible inventory.</summary>
/// <param name="Name">As it is written there.</param>
/// <param name="Groups">All that it is in, also through other groups.</param>
/// <param name="Variables">What holds for it: its own words go before those of its groups, and a group's before those of the groups around it.</param>
internal sealed record AnsibleHost(string Name, ImmutableSortedSet<string> Groups, ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>The first of several names for one thing that has a value; null when none has.</summary>
    public string? Variable(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Variables.TryGetValue(name, out string? value) && value.Length > 0)
                return value;
        }

        return null;
    }
}
