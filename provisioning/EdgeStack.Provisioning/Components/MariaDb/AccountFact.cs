using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>An account as a server has it.</summary>
/// <param name="Name">The user; empty for who gives no name.</param>
/// <param name="Host">Where from.</param>
/// <param name="Plugin">How it logs in; empty when there are several ways.</param>
/// <param name="Digest">SHA-256 of what the plugin compares with.</param>
/// <param name="RequiresTls">Any encryption will do.</param>
/// <param name="Connections">The most at once; 0 for no limit.</param>
internal sealed record AccountFact(string Name, string Host, string Plugin, string Digest, bool RequiresTls, int Connections)
{
    /// <summary>What it may do, by place.</summary>
    public ImmutableDictionary<string, ImmutableSortedSet<string>> Grants { get; init; } = ImmutableDictionary<string, ImmutableSortedSet<string>>.Empty;
}
