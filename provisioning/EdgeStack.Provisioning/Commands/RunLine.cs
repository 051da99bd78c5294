using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Commands;

/// <summary>A step that has ended, as JSON; the same whether it stands in a document or on a line of its own.</summary>
/// <param name="Host">The node's name.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Result">unchanged, changed, unsupported, failed or skipped.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
internal sealed record RunLine(string Host, string Step, string Result, long DurationMs)
{
    /// <summary>Why it is unsupported or was skipped, or what of a change this host is not able to.</summary>
    public string? Why { get; init; }

    /// <summary>What failed.</summary>
    public PlanDocument.Problem? Error { get; init; }

    /// <summary>The last lines that programs said before it failed.</summary>
    public ImmutableArray<string>? Log { get; init; }
}
