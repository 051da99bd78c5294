using System.Collections.Immutable;

namespace EdgeStack.Routes.Explaining;

/// <summary>What a table does with a request, and why.</summary>
public sealed record Explanation
{
    /// <summary>The path that rules see; empty when the target is refused.</summary>
    public required string Path { get; init; }

    /// <summary>Why the request is refused whatever routes there are, or although one takes it, a sentence; null when it is not.</summary>
    public required string? Refusal { get; init; }

    /// <summary>Candidates in the order of the table, then the routes that the host rules out. Those behind the winner are not tried when serving.</summary>
    public required ImmutableArray<TriedRoute> Tried { get; init; }

    /// <summary>The route that takes the request; null when none does. It may be quarantined.</summary>
    public required Route? Winner { get; init; }

    /// <summary>Why the winner comes before every other route that would take the request, a sentence; null without a winner.</summary>
    public required string? WhyItWon { get; init; }

    /// <summary>The known host that was most likely meant, where no route is for this one.</summary>
    public required string? NearestHost { get; init; }
}
