using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>A machine of a draft. What is null is left to the user's own configuration of ssh.</summary>
/// <param name="Name">Its host name.</param>
/// <param name="Address">An IP address, or a name that ssh knows.</param>
/// <param name="Roles">What it does.</param>
internal sealed record DraftNode(string Name, string Address, ImmutableArray<string> Roles)
{
    public string? User { get; init; }

    public int? Port { get; init; }

    public string? IdentityFile { get; init; }

    /// <summary>The host through which it is reached.</summary>
    public string? Jump { get; init; }

    /// <summary>sudo asks there.</summary>
    public bool AsksPassword { get; init; }
}
