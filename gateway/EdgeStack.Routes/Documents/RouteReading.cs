using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Documents;

/// <summary>An object, read.</summary>
/// <param name="Routes">All that can be placed in a table; the quarantined ones among them answer 503.</param>
/// <param name="Problems">Every problem found.</param>
/// <param name="Rejected">True when the object as a whole is wrong, so that its last good version has to serve.</param>
public sealed record RouteReading(ImmutableArray<Route> Routes, ImmutableArray<Problem> Problems, bool Rejected)
{
    /// <summary>Protection of which it cannot be told for what requests it is meant; null when there is none.</summary>
    public string? UnplacedProtection { get; init; }

    /// <summary>The texts of its documents.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>True when one of them is not YAML, so that nothing is known about what it holds.</summary>
    public bool HasUnread { get; init; }
}
