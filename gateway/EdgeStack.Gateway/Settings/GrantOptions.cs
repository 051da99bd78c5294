using EdgeStack.Routes.Ownership;

namespace EdgeStack.Gateway.Settings;

/// <summary>What the operator allows beyond the rule that a host belongs to the namespace of its oldest route.</summary>
internal sealed class GrantOptions
{
    public IReadOnlyList<HostGrant> Hosts { get; set; } = [];
}
