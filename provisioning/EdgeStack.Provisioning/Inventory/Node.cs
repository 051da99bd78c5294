using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>A machine of the cluster.</summary>
/// <param name="Name">Its host name.</param>
/// <param name="Address">An IP address, or a name that ssh knows.</param>
/// <param name="Roles">What it does (<see cref="Inventory.Roles"/>).</param>
/// <param name="Access">How it is reached.</param>
/// <param name="Base">The system below.</param>
internal sealed record Node(string Name, string Address, ImmutableArray<string> Roles, NodeAccess Access, BaseSettings Base)
{
    public bool Has(string role) => Roles.Contains(role);
}
