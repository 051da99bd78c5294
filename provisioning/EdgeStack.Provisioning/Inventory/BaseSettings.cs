using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>The system below everything else, on one node.</summary>
/// <param name="Timezone">Of the tz database; null leaves it as it is.</param>
/// <param name="Swap">keep or off.</param>
/// <param name="Journal">keep, limited or volatile.</param>
/// <param name="UnattendedUpgrades">security or off.</param>
/// <param name="Firewall">Who may connect to what; null for no firewall of ours.</param>
internal sealed record BaseSettings(string? Timezone, string Swap, string Journal, string UnattendedUpgrades, FirewallSettings? Firewall)
{
    public bool HardensSsh { get; init; }
}
